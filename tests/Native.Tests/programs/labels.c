/*
 * Prints what every way to tag says, with floats as their bits, for a test to compare.
 *     labels MODEL indices INSTRUCTION_SET DECODING < sentences of word indices, one a line
 *     labels MODEL stream INSTRUCTION_SET DECODING < the same, as live streams
 *     labels MODEL text INSTRUCTION_SET DECODING < texts, one a line
 */
#include <fastelman.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 1 << 14, LINE_SIZE = 1 << 16 };

static char line[LINE_SIZE];
static int32_t words[MOST_WORDS], labels[MOST_WORDS], lengths[MOST_WORDS];
static float confidence[MOST_WORDS];
static fe_range ranges[MOST_WORDS];
static fe_slot slots[MOST_WORDS];

static void check(fe_status status) {
    if (status != FE_OK) {
        printf("%s: %s\n", fe_status_name(status), fe_last_error());
        exit(1);
    }
}

static uint32_t bits(float value) {
    uint32_t result;
    memcpy(&result, &value, sizeof result);
    return result;
}

static void print(const char *form, const int32_t *found, const float *values, size_t count, size_t values_each) {
    size_t i;
    printf("%s", form);
    for (i = 0; i < count; i++) {
        printf(" %" PRId32, found[i]);
    }

    for (i = 0; i < count * values_each; i++) {
        printf(" %08" PRIx32, bits(values[i]));
    }

    printf("\n");
}

/* Reads a sentence; -1 at the end of the input. */
static int read_sentence(int32_t *sentence) {
    char *place = line, *end;
    int count;

    if (!fgets(line, sizeof line, stdin)) {
        return -1;
    }

    for (count = 0;; count++, place = end) {
        long word = strtol(place, &end, 10);
        if (end == place) {
            return count;
        }

        sentence[count] = (int32_t)word;
    }
}

static void tag_sentences(fe_model model, fe_tagger tagger) {
    size_t total = 0, sentences = 0;
    int32_t label_count;
    float *probabilities;
    fe_batch batch;
    int length;

    check(fe_model_label_count(model, &label_count));
    probabilities = malloc(MOST_WORDS * (size_t)label_count * sizeof *probabilities);
    while ((length = read_sentence(words + total)) >= 0) {
        const int32_t *sentence = words + total;
        const size_t count = (size_t)length;
        check(fe_tagger_tag(tagger, sentence, count, labels));
        print("tag", labels, NULL, count, 0);
        check(fe_tagger_tag_confidence(tagger, sentence, count, labels, confidence));
        print("confidence", labels, confidence, count, 1);
        check(fe_tagger_tag_probabilities(
            tagger, sentence, count, labels, probabilities, count * (size_t)label_count));
        print("probabilities", labels, probabilities, count, (size_t)label_count);
        lengths[sentences++] = (int32_t)count;
        total += count;
    }

    check(fe_batch_create(tagger, 2, &batch));
    check(fe_batch_tag(batch, words, total, lengths, sentences, labels));
    print("batch", labels, NULL, total, 0);
    check(fe_batch_tag_confidence(batch, words, total, lengths, sentences, labels, confidence));
    print("batch", labels, confidence, total, 1);
    check(fe_batch_tag_probabilities(
        batch, words, total, lengths, sentences, labels, probabilities, total * (size_t)label_count));
    print("batch", labels, probabilities, total, (size_t)label_count);
    check(fe_batch_close(batch));
    free(probabilities);
}

/* A sentence through one stream, which half-way continues as another. */
static void stream_sentence(fe_tagger tagger, const int32_t *sentence, size_t count) {
    unsigned char state[1 << 16];
    size_t written = 0, i, needed, rest;
    int32_t label, delay;
    fe_stream stream, other;

    check(fe_stream_create(tagger, &stream));
    check(fe_stream_create(tagger, &other));
    check(fe_stream_delay(stream, &delay));
    for (i = 0; i < count; i++) {
        if (i == count / 2) {
            fe_stream kept = stream;
            check(fe_stream_save_state(stream, state, sizeof state, &needed));
            check(fe_stream_restore_state(other, state, needed));
            stream = other;
            other = kept;
        }

        check(fe_stream_push_confidence(stream, sentence[i], &label, &confidence[written]));
        check(fe_stream_prepare(stream));
        if (label >= 0) {
            labels[written++] = label;
        }
    }

    check(fe_stream_complete_confidence(
        stream, labels + written, confidence + written, (size_t)delay, &rest));
    print("stream", labels, confidence, written + rest, 1);
    check(fe_stream_close(stream));
    check(fe_stream_close(other));
}

static void tag_texts(fe_model model, fe_tagger tagger) {
    while (fgets(line, sizeof line, stdin)) {
        size_t length = strcspn(line, "\n"), count, i;
        fe_text_statistics statistics;

        check(fe_tagger_tag_text(
            tagger, line, length, ranges, labels, confidence, MOST_WORDS, &count, &statistics));
        printf("tokens %d %d", (int)statistics.token_count, (int)statistics.unknown_token_count);
        for (i = 0; i < count; i++) {
            printf(" %d-%d", (int)ranges[i].start, (int)ranges[i].end);
        }

        printf("\n");
        print("text", labels, confidence, count, 1);
        check(fe_tagger_find_slots(tagger, line, length, slots, MOST_WORDS, &count, NULL));
        for (i = 0; i < count; i++) {
            char name[256];
            size_t needed;
            check(fe_model_slot_name(model, slots[i].name, name, sizeof name, &needed));
            printf("slot %s %d-%d %08" PRIx32 "\n", name, (int)slots[i].start, (int)slots[i].end,
                bits(slots[i].confidence));
        }
    }
}

int main(int argc, char **argv) {
    fe_compile_options options = FE_COMPILE_OPTIONS_INIT;
    fe_model model;
    fe_tagger tagger;

    if (argc != 5) {
        return 2;
    }

    check(fe_model_open(argv[1], NULL, &model));
    options.instruction_set = atoi(argv[3]);
    options.decoding = atoi(argv[4]);
    check(fe_tagger_create(model, &options, &tagger));
    check(fe_model_close(model));
    check(fe_tagger_model(tagger, &model));
    if (!strcmp(argv[2], "text")) {
        tag_texts(model, tagger);
    } else if (!strcmp(argv[2], "stream")) {
        int length;
        while ((length = read_sentence(words)) >= 0) {
            stream_sentence(tagger, words, (size_t)length);
        }
    } else {
        tag_sentences(model, tagger);
    }

    check(fe_tagger_close(tagger));
    check(fe_model_close(model));
    return 0;
}
