/*
 * Labels words, finds slots and follows a live stream with fastelman.h.
 *     ./tagger ../flights.safetensors "show me flights from boston to denver on monday"
 */
#include <fastelman.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SLOTS = 32, MOST_TOKENS = 128, NAME_SIZE = 128 };

/* Ends the program where a call has failed. */
static void check(fe_status status) {
    if (status != FE_OK) {
        fprintf(stderr, "%s: %s\n", fe_status_name(status), fe_last_error());
        exit(1);
    }
}

static void print_slots(fe_model model, fe_tagger tagger, const char *text) {
    fe_slot slots[MOST_SLOTS];
    char name[NAME_SIZE];
    size_t count, needed, i;

    check(fe_tagger_find_slots(tagger, text, strlen(text), slots, MOST_SLOTS, &count, NULL));
    for (i = 0; i < count; i++) {
        check(fe_model_slot_name(model, slots[i].name, name, sizeof name, &needed));
        printf("slot  %-24s %.*s (%.2f)\n", name, (int)(slots[i].end - slots[i].start), text + slots[i].start,
            (double)slots[i].confidence);
    }
}

static void print_labels(fe_model model, fe_tagger tagger, const char *text) {
    fe_range tokens[MOST_TOKENS];
    int32_t labels[MOST_TOKENS];
    char name[NAME_SIZE];
    size_t count, needed, i;

    check(fe_tagger_tag_text(tagger, text, strlen(text), tokens, labels, NULL, MOST_TOKENS, &count, NULL));
    for (i = 0; i < count; i++) {
        check(fe_model_label_name(model, labels[i], name, sizeof name, &needed));
        printf("word  %-24.*s %s\n", (int)(tokens[i].end - tokens[i].start), text + tokens[i].start, name);
    }
}

/* The words of a text as they come: each answer is that of the word so many words earlier as the network looks ahead. */
static void print_stream(fe_model model, fe_tagger tagger, const char *text) {
    fe_stream stream;
    int32_t delay, label, word;
    int32_t *rest;
    size_t count, length, i;

    check(fe_stream_create(tagger, &stream));
    check(fe_stream_delay(stream, &delay));
    rest = malloc(((size_t)delay + 1) * sizeof *rest);
    if (!rest) {
        exit(1);
    }

    printf("live ");
    for (; *text; text += length) {
        text += strspn(text, " ");
        length = strcspn(text, " ");
        if (length == 0) {
            break;
        }

        check(fe_model_word_index(model, text, length, &word, NULL));
        check(fe_stream_push(stream, word, &label));
        if (label >= 0) {
            printf(" %d", (int)label);
        }

        check(fe_stream_prepare(stream)); /* after the answer is out: the next one comes sooner */
    }

    check(fe_stream_complete(stream, rest, (size_t)delay, &count));
    for (i = 0; i < count; i++) {
        printf(" %d", (int)rest[i]);
    }

    printf("\n");
    free(rest);
    check(fe_stream_close(stream));
}

int main(int argc, char **argv) {
    fe_compile_options options = FE_COMPILE_OPTIONS_INIT;
    fe_model model;
    fe_tagger tagger;

    if (argc != 3) {
        fprintf(stderr, "usage: tagger MODEL TEXT\n");
        return 2;
    }

    if (fe_version() / 10000 != FE_VERSION_MAJOR || fe_version() < FE_VERSION) {
        fprintf(stderr, "the library has version %d, expected %d\n", (int)fe_version(), FE_VERSION);
        return 1;
    }

    check(fe_model_open(argv[1], NULL, &model));
    options.minimum_confidence = 0.2f;
    check(fe_tagger_create(model, &options, &tagger));
    print_slots(model, tagger, argv[2]);
    print_labels(model, tagger, argv[2]);
    print_stream(model, tagger, argv[2]);
    check(fe_tagger_close(tagger));
    check(fe_model_close(model));
    return 0;
}
