/*
 * libfastelman.so.1 on x86-64: chooses the library that was compiled for the most of what this processor has, and
 * hands every call on to it. NativeAOT compiles one library for one level of instruction sets, and ends the process
 * where the processor lacks the level; this loader asks the processor first.
 *
 *   libfastelman-avx512.so   AVX-512
 *   libfastelman-avx.so      AVX; uses AVX2 and FMA where the processor has them
 *
 * They lie in the folder of this file. Where none can be used, every function returns FE_ERROR_UNSUPPORTED and
 * fe_last_error says why. The choice is made once, by the first call.
 */
#define _GNU_SOURCE
#include "fastelman.h"

#include <cpuid.h>
#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Addresses of the functions in the library that was chosen. */
static struct {
#define FORWARD(name, parameters, arguments) fe_status (*name) parameters;
#include "forwarders.h"
#undef FORWARD
    int32_t (*version)(void);
    const char *(*last_error)(void);
    const char *(*status_name)(fe_status);
} library;

static const char *const names[] = {
#define FORWARD(name, parameters, arguments) #name,
#include "forwarders.h"
#undef FORWARD
    "fe_version", "fe_last_error", "fe_status_name"
};

_Static_assert(sizeof(library) == sizeof(names), "one address a name");

/* 1 once the addresses are there, -1 where there is no library that can be used. */
static int state;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static char problem[2 * PATH_MAX];

/* ---- What the processor has: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2A, CPUID ---- */

struct processor {
    int has_avx;
    int has_avx512;
    int slows_down; /* .NET advises against 512-bit vectors on these */
};

static int has(unsigned int value, unsigned int bits) {
    return (value & bits) == bits;
}

/* The registers that the operating system saves. */
static unsigned int saved_registers(void) {
    unsigned int low, high;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

static struct processor ask_processor(void) {
    const unsigned int avx_bits = bit_SSE4_2 | bit_POPCNT | bit_OSXSAVE | bit_AVX;
    const unsigned int avx2_bits = bit_FMA | bit_MOVBE;
    const unsigned int extended_bits = bit_BMI | bit_AVX2 | bit_BMI2 | bit_AVX512F | bit_AVX512DQ | bit_AVX512CD
        | bit_AVX512BW | bit_AVX512VL;
    const unsigned int ymm = 0x06, zmm = 0xe6;
    struct processor result = { 0, 0, 0 };
    unsigned int a, b, c, d, signature, features, saved;

    if (!__get_cpuid(1, &signature, &b, &features, &d) || !has(features, avx_bits)) {
        return result;
    }

    saved = saved_registers();
    result.has_avx = has(saved, ymm);
    if (__get_cpuid_count(7, 0, &a, &b, &c, &d) && has(b, extended_bits) && has(features, avx2_bits)
        && __get_cpuid(0x80000001, &a, &b, &c, &d) && has(c, bit_LZCNT)) {
        result.has_avx512 = has(saved, zmm);
    }

    /* Family 6, model 0x55: Skylake, Cascade Lake and Cooper Lake servers. */
    result.slows_down = (signature & 0x0fff0ff0) == 0x00050650;
    return result;
}

/* ---- Loading ---- */

/* Writes the path of a library beside this one. */
static int path_beside(char *path, const char *name) {
    Dl_info here;
    char own[PATH_MAX];
    char *end;

    if (!dladdr((void *)(uintptr_t)&fe_version, &here) || !here.dli_fname || !realpath(here.dli_fname, own)) {
        return snprintf(path, PATH_MAX, "%s", name) < PATH_MAX;
    }

    end = strrchr(own, '/');
    *end = 0;
    return snprintf(path, PATH_MAX, "%s/%s", own, name) < PATH_MAX;
}

static int try_library(const char *name) {
    char path[PATH_MAX];
    void *handle;
    void **addresses = (void **)&library;
    size_t i;

    if (!path_beside(path, name)) {
        snprintf(problem, sizeof problem, "the path of %s is too long", name);
        return 0;
    }

    handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        snprintf(problem, sizeof problem, "%s", dlerror());
        return 0;
    }

    for (i = 0; i < sizeof names / sizeof *names; i++) {
        addresses[i] = dlsym(handle, names[i]);
        if (!addresses[i]) {
            snprintf(problem, sizeof problem, "%s has no %s: it is of another version", path, names[i]);
            return 0;
        }
    }

    if (library.version() != FE_VERSION) {
        snprintf(problem, sizeof problem, "%s has version %d, expected %d", path, library.version(), FE_VERSION);
        return 0;
    }

    return 1;
}

static void load(void) {
    const struct processor processor = ask_processor();
    const char *forced = getenv("FASTELMAN_ISA");
    int found = 0;

    if (!processor.has_avx) {
        snprintf(problem, sizeof problem, "This processor lacks AVX, which this build of FastElman needs.");
    } else {
        if (processor.has_avx512 && (!processor.slows_down || (forced && !strcmp(forced, "avx512")))) {
            found = try_library("libfastelman-avx512.so");
        }

        found = found || try_library("libfastelman-avx.so");
    }

    __atomic_store_n(&state, found ? 1 : -1, __ATOMIC_RELEASE);
}

static int is_loaded(void) {
    int now = __atomic_load_n(&state, __ATOMIC_ACQUIRE);
    if (__builtin_expect(now == 0, 0)) {
        pthread_once(&once, load);
        now = __atomic_load_n(&state, __ATOMIC_ACQUIRE);
    }

    return __builtin_expect(now == 1, 1);
}

/* ---- The functions ---- */

#define FORWARD(name, parameters, arguments) \
    fe_status name parameters { \
        return is_loaded() ? library.name arguments : FE_ERROR_UNSUPPORTED; \
    }
#include "forwarders.h"
#undef FORWARD

int32_t fe_version(void) {
    return FE_VERSION;
}

const char *fe_last_error(void) {
    return is_loaded() ? library.last_error() : problem;
}

const char *fe_status_name(fe_status status) {
    return is_loaded() ? library.status_name(status)
        : status == FE_OK ? "FE_OK"
        : status == FE_ERROR_UNSUPPORTED ? "FE_ERROR_UNSUPPORTED"
        : "FE_ERROR_?";
}
