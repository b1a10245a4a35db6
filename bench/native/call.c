/*
 * Times of one call through fastelman.h, as Managed/Program.cs takes them in C#.
 *     call MODEL          prints quantiles of short blocks of calls, ns a call: 50 %, 10 %; and the instruction set
 *     call MODEL memory   prints the resident memory in kB after 100,000 calls, and after a million more
 */
#define _POSIX_C_SOURCE 200809L
#include <fastelman.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WORDS = 12, BLOCKS = 1000, CALLS_IN_BLOCK = 100, WARM_BLOCKS = 200 };

static int32_t words[WORDS], labels[WORDS];
static fe_tagger tagger;

static void check(fe_status status) {
    if (status != FE_OK) {
        fprintf(stderr, "%s: %s\n", fe_status_name(status), fe_last_error());
        exit(1);
    }
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static int compare(const void *first, const void *second) {
    const double a = *(const double *)first, b = *(const double *)second;
    return (a > b) - (a < b);
}

static void call(int count) {
    int i;
    for (i = 0; i < count; i++) {
        check(fe_tagger_tag(tagger, words, WORDS, labels));
    }
}

static void measure(void) {
    double times[BLOCKS];
    char info[4096], *set;
    size_t needed;
    int block;

    for (block = -WARM_BLOCKS; block < BLOCKS; block++) {
        const double begin = now();
        call(CALLS_IN_BLOCK);
        if (block >= 0) {
            times[block] = (now() - begin) / CALLS_IN_BLOCK;
        }
    }

    qsort(times, BLOCKS, sizeof *times, compare);
    check(fe_tagger_info(tagger, info, sizeof info, &needed));
    set = strstr(info, "\"instructionSet\":\"") + 18;
    printf("%.0f %.0f %.*s\n", times[BLOCKS / 2], times[BLOCKS / 10], (int)strcspn(set, "\""), set);
}

static long resident(void) {
    char line[256];
    long kilobytes = -1;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file)) {
        if (!strncmp(line, "VmRSS:", 6)) {
            kilobytes = strtol(line + 6, NULL, 10);
        }
    }

    if (file) {
        fclose(file);
    }

    return kilobytes;
}

int main(int argc, char **argv) {
    fe_model model;
    int32_t word_count, i;

    if (argc < 2) {
        return 2;
    }

    check(fe_model_open(argv[1], NULL, &model));
    check(fe_tagger_create(model, NULL, &tagger));
    check(fe_model_word_count(model, &word_count));
    for (i = 0; i < WORDS; i++) {
        words[i] = i * 37 % word_count;
    }

    if (argc > 2) {
        long before;
        call(100000);
        before = resident();
        call(1000000);
        printf("%ld kB, %ld kB after a million calls\n", before, resident());
    } else {
        measure();
    }

    return 0;
}
