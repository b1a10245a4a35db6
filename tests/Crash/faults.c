/*
 * A disk that fails: preloaded into a process, it lets the calls through that the .NET runtime makes, counts those that
 * are of files below FAULT_FOLDER, and lets one of them or all from one on fail.
 *
 *   gcc -shared -fPIC -O2 -o faults.so faults.c -ldl
 *   FAULT_FOLDER=/data FAULT_CALL=write FAULT_AT=3 FAULT_ERROR=28 LD_PRELOAD=./faults.so fastelman ...
 *
 *   FAULT_FOLDER  what is meant: paths that begin so
 *   FAULT_CALL    open (to write or to make a file), write, sync, rename (also link and mkdir), remove
 *   FAULT_AT      the number of the call that fails, from 1; 0 for none: calls are only counted
 *   FAULT_STAYS   1: all later ones fail too, as on a disk that is full or lost
 *   FAULT_BYTES   instead of FAULT_AT: so many bytes can be written, a part of the last piece among them, then none
 *   FAULT_ERROR   the error number: 28 ENOSPC, 5 EIO, 30 EROFS
 *   FAULT_COUNT   a file outside the folder that gets the number of calls at the end, one line a process
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder, *call, *count_file;
static long at, bytes_left = -1, calls;
static int error = EIO, stays;

static long number(const char *name, long otherwise) {
  const char *text = getenv(name);
  return text != NULL ? atol(text) : otherwise;
}

__attribute__((constructor)) static void begin(void) {
  folder = getenv("FAULT_FOLDER");
  call = getenv("FAULT_CALL");
  count_file = getenv("FAULT_COUNT");
  at = number("FAULT_AT", 0);
  bytes_left = number("FAULT_BYTES", -1);
  error = (int)number("FAULT_ERROR", EIO);
  stays = (int)number("FAULT_STAYS", 0);
}

__attribute__((destructor)) static void end(void) {
  FILE *file = count_file != NULL ? fopen(count_file, "ae") : NULL;
  if (file != NULL) {
    fprintf(file, "%ld\n", calls);
    fclose(file);
  }
}

static int is_meant(const char *path) {
  return folder != NULL && path != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_meant_descriptor(int descriptor) {
  char link[64], path[4096];
  if (folder == NULL) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = '\0';
  return is_meant(path);
}

/* Counts a call of a kind; whether it has to fail. */
static int fails(const char *kind) {
  if (call == NULL || strcmp(call, kind) != 0) return 0;
  pthread_mutex_lock(&lock);
  calls++;
  int result = bytes_left < 0 && at > 0 && (stays ? calls >= at : calls == at);
  pthread_mutex_unlock(&lock);
  if (result) errno = error;
  return result;
}

/* How many of so many bytes can still be written; -1 for none, with the error set. */
static ssize_t room(size_t length) {
  if (bytes_left < 0) return (ssize_t)length;
  pthread_mutex_lock(&lock);
  ssize_t result = (ssize_t)length <= bytes_left ? (ssize_t)length : bytes_left;
  bytes_left -= result;
  pthread_mutex_unlock(&lock);
  if (result == 0 && length > 0) {
    errno = error;
    return -1;
  }
  return result;
}

static int opened(const char *path, int flags) {
  return (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) != 0 && is_meant(path) && fails("open");
}

#define OPEN(name)                                   \
  int name(const char *path, int flags, ...) {       \
    va_list rest;                                    \
    va_start(rest, flags);                           \
    mode_t mode = va_arg(rest, mode_t);              \
    va_end(rest);                                    \
    if (opened(path, flags)) return -1;              \
    return NEXT(name)(path, flags, mode);            \
  }

OPEN(open)
OPEN(open64)

#define WRITE(name, parameters, before, after)                              \
  ssize_t name parameters {                                                 \
    if (is_meant_descriptor(descriptor)) {                                  \
      if (fails("write")) return -1;                                        \
      ssize_t allowed = room(length);                                       \
      if (allowed < 0) return -1;                                           \
      length = (size_t)allowed;                                             \
    }                                                                       \
    return NEXT(name) before after;                                         \
  }

WRITE(write, (int descriptor, const void *data, size_t length), (descriptor, data, length), )
WRITE(pwrite, (int descriptor, const void *data, size_t length, off_t place), (descriptor, data, length, place), )
WRITE(pwrite64, (int descriptor, const void *data, size_t length, off64_t place), (descriptor, data, length, place), )

/* Pieces are written one by one, so that each can be cut short. */
ssize_t pwritev64(int descriptor, const struct iovec *pieces, int count, off64_t place) {
  if (!is_meant_descriptor(descriptor)) return NEXT(pwritev64)(descriptor, pieces, count, place);
  ssize_t sum = 0;
  for (int i = 0; i < count; i++) {
    ssize_t written = pwrite64(descriptor, pieces[i].iov_base, pieces[i].iov_len, place + sum);
    if (written < 0) return sum > 0 ? sum : -1;
    sum += written;
    if ((size_t)written < pieces[i].iov_len) break;
  }
  return sum;
}

int fsync(int descriptor) {
  return is_meant_descriptor(descriptor) && fails("sync") ? -1 : NEXT(fsync)(descriptor);
}

/* A reservation of room is a write that can find the disk full. */
int fallocate64(int descriptor, int mode, off64_t place, off64_t length) {
  return is_meant_descriptor(descriptor) && fails("write") ? -1 : NEXT(fallocate64)(descriptor, mode, place, length);
}

int ftruncate64(int descriptor, off64_t length) {
  return is_meant_descriptor(descriptor) && fails("write") ? -1 : NEXT(ftruncate64)(descriptor, length);
}

int rename(const char *from, const char *to) {
  return is_meant(to) && fails("rename") ? -1 : NEXT(rename)(from, to);
}

int link(const char *from, const char *to) {
  return is_meant(to) && fails("rename") ? -1 : NEXT(link)(from, to);
}

int unlink(const char *path) {
  return is_meant(path) && fails("remove") ? -1 : NEXT(unlink)(path);
}

int mkdir(const char *path, mode_t mode) {
  return is_meant(path) && fails("rename") ? -1 : NEXT(mkdir)(path, mode);
}

int rmdir(const char *path) {
  return is_meant(path) && fails("remove") ? -1 : NEXT(rmdir)(path);
}
