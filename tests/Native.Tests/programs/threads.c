/*
 * Eight threads open, tag and close, share handles, and misuse them; every answer is a right one or an error code.
 *     threads MODEL ROUNDS
 */
#include <fastelman.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 8, WORDS = 6 };

static const int32_t words[WORDS] = { 0, 1, 2, 3, 1, -1 };
static const char *path;
static int rounds;
static int32_t expected[WORDS];
static fe_tagger shared_tagger;
static fe_stream shared_stream;
static uint64_t exchanged; /* a handle that any thread may close while another uses it */
static int faults;

static void require(int condition, const char *what) {
    if (!condition) {
        __atomic_fetch_add(&faults, 1, __ATOMIC_RELAXED);
        printf("%s: %s\n", what, fe_last_error());
    }
}

static void tag(fe_tagger tagger, int may_be_closed) {
    int32_t labels[WORDS];
    fe_status status = fe_tagger_tag(tagger, words, WORDS, labels);
    if (may_be_closed && status == FE_ERROR_CLOSED_HANDLE) {
        return;
    }

    require(status == FE_OK, "tag");
    require(status != FE_OK || memcmp(labels, expected, sizeof labels) == 0, "labels");
}

static void *work(void *argument) {
    const int number = (int)(intptr_t)argument;
    int i;
    for (i = 0; i < rounds; i++) {
        fe_model model;
        fe_tagger tagger, old;
        fe_stream stream;
        int32_t label, labels[WORDS];
        size_t count;
        fe_status status;

        tag(shared_tagger, 0);
        require(fe_model_open(path, NULL, &model) == FE_OK, "open");
        require(fe_tagger_create(model, NULL, &tagger) == FE_OK, "create");
        require(fe_model_close(model) == FE_OK, "close");
        tag(tagger, 0);

        /* Mine for the others; what was there is closed while they may be in a call with it. */
        old = __atomic_exchange_n(&exchanged, tagger, __ATOMIC_ACQ_REL);
        tag(__atomic_load_n(&exchanged, __ATOMIC_ACQUIRE), 1);
        if (old != 0) {
            tag(old, 0);
            require(fe_tagger_close(old) == FE_OK, "close the old one");
            require(fe_tagger_close(old) == FE_ERROR_CLOSED_HANDLE, "close it twice");
        }

        /* A stream of my own, and one that nobody may share. */
        require(fe_stream_create(shared_tagger, &stream) == FE_OK, "stream");
        require(fe_stream_push(stream, number % 3, &label) == FE_OK, "push");
        require(fe_stream_complete(stream, labels, WORDS, &count) == FE_OK && count <= 1, "complete");
        require(fe_stream_close(stream) == FE_OK, "close stream");
        status = fe_stream_push(shared_stream, 1, &label);
        require(status == FE_OK || status == FE_ERROR_BUSY, "shared push");
        status = fe_stream_complete(shared_stream, labels, WORDS, &count);
        require(status == FE_OK || status == FE_ERROR_BUSY, "shared complete");

        /* Each thread has a message of its own. */
        require(fe_tagger_tag((fe_tagger)number, words, WORDS, labels) == FE_ERROR_UNKNOWN_HANDLE, "garbage");
        {
            char wanted[32];
            snprintf(wanted, sizeof wanted, "0x%016x.", (unsigned)number);
            require(strstr(fe_last_error(), wanted) != NULL, "message of this thread");
        }
    }

    return NULL;
}

int main(int argc, char **argv) {
    pthread_t threads[THREADS];
    fe_model model;
    int i;

    if (argc != 3) {
        return 2;
    }

    path = argv[1];
    rounds = atoi(argv[2]);
    require(fe_model_open(path, NULL, &model) == FE_OK, "open");
    require(fe_tagger_create(model, NULL, &shared_tagger) == FE_OK, "create");
    require(fe_tagger_tag(shared_tagger, words, WORDS, expected) == FE_OK, "tag");
    require(fe_stream_create(shared_tagger, &shared_stream) == FE_OK, "stream");
    for (i = 0; i < THREADS; i++) {
        pthread_create(&threads[i], NULL, work, (void *)(intptr_t)i);
    }

    for (i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }

    printf("%d threads, %d rounds, %d faults\n", THREADS, rounds, faults);
    return faults != 0;
}
