/*
 * Calls every function as it must not be called: the answer is an error code, and nothing else happens.
 *     misuse MODEL       a model with names of words and labels, without <UNK>, whose network can stream
 */
#include <fastelman.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures, checks;

#define EXPECT(expected, call) expect(expected, call, #call, __LINE__)

static void expect(fe_status expected, fe_status found, const char *call, int line) {
    checks++;
    if (found != expected) {
        failures++;
        printf("%d: %s: expected %s, found %s (%s)\n", line, call, fe_status_name(expected), fe_status_name(found),
            fe_last_error());
    }

    if (found != FE_OK && fe_last_error()[0] == 0) {
        failures++;
        printf("%d: %s: no message\n", line, call);
    }
}

/* Every function that takes a handle, with everything else as it should be. */
static void call_all(fe_model model, fe_tagger tagger, fe_batch batch, fe_stream stream, fe_status expected) {
    static char text[1 << 16];
    static float probabilities[1 << 12];
    const char *names[] = { "worda" };
    int32_t words[2] = { 0, 1 }, lengths[1] = { 2 }, labels[16], number;
    float confidence[16];
    fe_range ranges[8];
    fe_slot slots[8];
    size_t needed;
    uint64_t handle;
    fe_model own_model = 0;
    int32_t label_count = 2;

    EXPECT(expected, fe_model_fingerprint(model, text, sizeof text, &needed));
    EXPECT(expected, fe_model_info(model, text, sizeof text, &needed));
    EXPECT(expected, fe_model_label_count(model, &label_count));
    EXPECT(expected, fe_model_word_count(model, &number));
    EXPECT(expected, fe_model_label_name(model, 0, text, sizeof text, &needed));
    EXPECT(expected, fe_model_word_name(model, 0, text, sizeof text, &needed));
    EXPECT(expected, fe_model_word_index(model, "worda", 5, &number, NULL));
    EXPECT(expected, fe_model_label_index(model, "O", 1, &number));
    EXPECT(expected, fe_model_slot_name_count(model, &number));
    EXPECT(expected, fe_model_slot_name(model, 0, text, sizeof text, &needed));
    EXPECT(expected, fe_tagger_create(model, NULL, &handle));
    if (handle != 0) {
        EXPECT(FE_OK, fe_tagger_close(handle));
    }

    EXPECT(expected, fe_tagger_model(tagger, &own_model));
    if (own_model != 0) {
        EXPECT(FE_OK, fe_model_close(own_model));
    }

    EXPECT(expected, fe_tagger_info(tagger, text, sizeof text, &needed));
    EXPECT(expected, fe_tagger_warm_up(tagger));
    EXPECT(expected, fe_tagger_tag(tagger, words, 2, labels));
    EXPECT(expected, fe_tagger_tag_confidence(tagger, words, 2, labels, confidence));
    EXPECT(expected, fe_tagger_tag_probabilities(
        tagger, words, 2, labels, probabilities, 2 * (size_t)label_count));
    EXPECT(expected, fe_tagger_tag_words(tagger, names, NULL, 1, labels, NULL));
    EXPECT(expected, fe_tagger_tag_text(tagger, "worda wordb", 11, ranges, labels, NULL, 8, &needed, NULL));
    EXPECT(expected, fe_tagger_find_slots(tagger, "worda wordb", 11, slots, 8, &needed, NULL));
    EXPECT(expected, fe_batch_create(tagger, 1, &handle));
    if (handle != 0) {
        EXPECT(FE_OK, fe_batch_close(handle));
    }

    EXPECT(expected, fe_batch_tag(batch, words, 2, lengths, 1, labels));
    EXPECT(expected, fe_batch_tag_confidence(batch, words, 2, lengths, 1, labels, confidence));
    EXPECT(expected, fe_batch_tag_probabilities(
        batch, words, 2, lengths, 1, labels, probabilities, 2 * (size_t)label_count));
    EXPECT(expected, fe_stream_create(tagger, &handle));
    if (handle != 0) {
        EXPECT(FE_OK, fe_stream_close(handle));
    }

    EXPECT(expected, fe_stream_delay(stream, &number));
    EXPECT(expected, fe_stream_push(stream, 0, labels));
    EXPECT(expected, fe_stream_push_confidence(stream, 0, labels, confidence));
    EXPECT(expected, fe_stream_push_probabilities(stream, 0, labels, probabilities, (size_t)label_count));
    EXPECT(expected, fe_stream_prepare(stream));
    EXPECT(expected, fe_stream_complete(stream, labels, 16, &needed));
    EXPECT(expected, fe_stream_complete_confidence(stream, labels, confidence, 16, &needed));
    EXPECT(expected, fe_stream_complete_probabilities(
        stream, labels, probabilities, 16 * (size_t)label_count, 16, &needed));
    EXPECT(expected, fe_stream_reset(stream));
    EXPECT(expected, fe_stream_save_state(stream, text, sizeof text, &needed));
    if (expected == FE_OK) {
        EXPECT(FE_OK, fe_stream_restore_state(stream, text, needed));
    } else {
        EXPECT(expected, fe_stream_restore_state(stream, text, 100));
        EXPECT(expected, fe_model_close(model));
        EXPECT(expected, fe_tagger_close(tagger));
        EXPECT(expected, fe_batch_close(batch));
        EXPECT(expected, fe_stream_close(stream));
    }
}

static void wrong_handles(fe_model model, fe_tagger tagger, fe_batch batch, fe_stream stream) {
    uint64_t garbage[] = {
        0, 1, 42, ~UINT64_C(0), (uint64_t)(uintptr_t)&failures, (uint64_t)(uintptr_t)&garbage,
        model ^ 1, model + (UINT64_C(1) << 24), model & ~(UINT64_C(0xff) << 56), UINT64_C(0x7f00000000000000) | model,
        UINT64_C(0x01ffffffff000000), UINT64_C(0x0100000001ffffff),
    };
    uint64_t bits = 88172645463325252u;
    size_t i;

    call_all(model, tagger, batch, stream, FE_OK);
    call_all(tagger, batch, stream, model, FE_ERROR_WRONG_HANDLE);
    call_all(stream, model, tagger, batch, FE_ERROR_WRONG_HANDLE);
    for (i = 0; i < sizeof garbage / sizeof *garbage; i++) {
        if (garbage[i] != tagger && garbage[i] != batch && garbage[i] != stream) {
            call_all(garbage[i], garbage[i], garbage[i], garbage[i], FE_ERROR_UNKNOWN_HANDLE);
        }
    }

    for (i = 0; i < 200; i++) {
        int32_t label;
        bits ^= bits << 13; /* xorshift64 */
        bits ^= bits >> 7;
        bits ^= bits << 17;
        EXPECT(FE_ERROR_UNKNOWN_HANDLE, fe_stream_push(bits, 0, &label));
    }
}

static void null_pointers(const char *path, fe_model model, fe_tagger tagger, fe_batch batch, fe_stream stream) {
    const char *names[] = { NULL };
    int32_t words[2] = { 0, 1 }, labels[16], number;
    float confidence[16];
    fe_range ranges[8];
    char text[256];
    size_t needed;
    uint64_t handle;
    int32_t labels_of_model;

    EXPECT(FE_OK, fe_model_label_count(model, &labels_of_model));
    EXPECT(FE_ERROR_NULL_POINTER, fe_library_info(text, sizeof text, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_library_info(NULL, 8, &needed));
    EXPECT(FE_ERROR_BUFFER_TOO_SMALL, fe_library_info(NULL, 0, &needed));
    EXPECT(FE_ERROR_NULL_POINTER, fe_model_open(NULL, NULL, &handle));
    EXPECT(FE_ERROR_NULL_POINTER, fe_model_open(path, NULL, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_model_open_memory(NULL, 1, NULL, &handle));
    EXPECT(FE_ERROR_NULL_POINTER, fe_model_open_memory(text, 1, NULL, NULL));
    EXPECT(FE_ERROR_FORMAT, fe_model_open_memory(NULL, 0, NULL, &handle));
    EXPECT(FE_ERROR_NULL_POINTER, fe_model_fingerprint(model, text, sizeof text, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_model_info(model, NULL, 9, &needed));
    EXPECT(FE_ERROR_NULL_POINTER, fe_model_label_count(model, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_model_word_count(model, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_model_label_name(model, 0, text, sizeof text, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_model_word_name(model, 0, text, sizeof text, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_model_word_index(model, NULL, 3, &number, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_model_word_index(model, "worda", 5, NULL, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_model_label_index(model, "O", 1, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_model_slot_name_count(model, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_model_slot_name(model, 0, NULL, 5, &needed));
    EXPECT(FE_ERROR_NULL_POINTER, fe_tagger_create(model, NULL, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_tagger_model(tagger, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_tagger_info(tagger, text, sizeof text, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_tagger_tag(tagger, NULL, 2, labels));
    EXPECT(FE_ERROR_NULL_POINTER, fe_tagger_tag(tagger, words, 2, NULL));
    EXPECT(FE_OK, fe_tagger_tag(tagger, NULL, 0, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_tagger_tag_confidence(tagger, words, 2, labels, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_tagger_tag_probabilities(
        tagger, words, 2, labels, NULL, 2 * (size_t)labels_of_model));
    EXPECT(FE_ERROR_NULL_POINTER, fe_tagger_tag_words(tagger, NULL, NULL, 1, labels, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_tagger_tag_words(tagger, names, NULL, 1, labels, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_tagger_tag_text(tagger, NULL, 4, ranges, labels, NULL, 8, &needed, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_tagger_tag_text(tagger, "a", 1, NULL, labels, NULL, 8, &needed, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_tagger_tag_text(tagger, "a", 1, ranges, NULL, NULL, 8, &needed, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_tagger_tag_text(tagger, "a", 1, ranges, labels, NULL, 8, NULL, NULL));
    EXPECT(FE_OK, fe_tagger_tag_text(tagger, NULL, 0, NULL, NULL, NULL, 0, &needed, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_tagger_find_slots(tagger, NULL, 4, NULL, 0, &needed, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_tagger_find_slots(tagger, "worda", 5, NULL, 4, &needed, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_tagger_find_slots(tagger, "worda", 5, NULL, 0, NULL, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_batch_create(tagger, 1, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_batch_tag(batch, words, 2, NULL, 1, labels));
    EXPECT(FE_OK, fe_batch_tag(batch, NULL, 0, NULL, 0, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_stream_create(tagger, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_stream_delay(stream, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_stream_push(stream, 0, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_stream_push_confidence(stream, 0, NULL, confidence));
    EXPECT(FE_ERROR_NULL_POINTER, fe_stream_push_confidence(stream, 0, labels, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_stream_push_probabilities(
        stream, 0, labels, NULL, (size_t)labels_of_model));
    EXPECT(FE_ERROR_NULL_POINTER, fe_stream_complete(stream, NULL, 16, &needed));
    EXPECT(FE_ERROR_NULL_POINTER, fe_stream_complete(stream, labels, 16, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_stream_complete_confidence(stream, labels, NULL, 16, &needed));
    EXPECT(FE_ERROR_NULL_POINTER, fe_stream_save_state(stream, NULL, 9, &needed));
    EXPECT(FE_ERROR_NULL_POINTER, fe_stream_save_state(stream, text, sizeof text, NULL));
    EXPECT(FE_ERROR_NULL_POINTER, fe_stream_restore_state(stream, NULL, 9));
    EXPECT(FE_ERROR_STATE, fe_stream_restore_state(stream, NULL, 0));
}

static void wrong_sizes(const char *path, fe_model model, fe_tagger tagger, fe_batch batch, fe_stream stream) {
    const size_t huge = (size_t)INT32_MAX + 1;
    int32_t words[3] = { 0, 1, 2 }, lengths[3] = { 1, 1, 1 }, labels[16], number, delay;
    float probabilities[64], confidence[4];
    fe_load_options load = FE_LOAD_OPTIONS_INIT;
    fe_compile_options compile = FE_COMPILE_OPTIONS_INIT;
    fe_range ranges[8];
    fe_slot slots[8];
    unsigned char state[1 << 12];
    char small[4], text[1 << 12];
    size_t needed;
    uint64_t handle = 7;

    EXPECT(FE_ERROR_FILE_NOT_FOUND, fe_model_open("/no/such/file", NULL, &handle));
    EXPECT(FE_ERROR_ARGUMENT, fe_model_open("", NULL, &handle));
    EXPECT(FE_ERROR_FORMAT, fe_model_open("/", NULL, &handle));
    EXPECT(FE_ERROR_FORMAT, fe_model_open("/dev/null", NULL, &handle));
    memset(text, 'a', 300);
    text[300] = 0;
    EXPECT(FE_ERROR_IO, fe_model_open(text, NULL, &handle)); /* longer than names can be */
    EXPECT(FE_ERROR_FORMAT, fe_model_open_memory("no model", 8, NULL, &handle));
    if (handle != 0) {
        failures++;
        printf("a failed call left the handle %llu\n", (unsigned long long)handle);
    }

    EXPECT(FE_ERROR_ARGUMENT, fe_model_open_memory(text, huge, NULL, &handle));
    load.size = 3;
    EXPECT(FE_ERROR_ARGUMENT, fe_model_open(path, &load, &handle));
    load.size = (uint32_t)sizeof load;
    load.allow_non_finite = 2;
    EXPECT(FE_ERROR_ARGUMENT, fe_model_open(path, &load, &handle));
    load.size = 4; /* as though the caller knew no options: the others do not count */
    EXPECT(FE_OK, fe_model_open(path, &load, &handle));
    EXPECT(FE_OK, fe_model_close(handle));
    memset(text, 0, sizeof text);
    ((uint32_t *)text)[0] = 200; /* a later version of the options, whose new members are 0 */
    EXPECT(FE_OK, fe_model_open(path, (const fe_load_options *)text, &handle));
    EXPECT(FE_OK, fe_model_close(handle));
    text[199] = 1;
    EXPECT(FE_ERROR_UNSUPPORTED, fe_model_open(path, (const fe_load_options *)text, &handle));

    EXPECT(FE_ERROR_ARGUMENT, fe_model_label_name(model, -1, text, sizeof text, &needed));
    EXPECT(FE_ERROR_ARGUMENT, fe_model_label_name(model, INT32_MAX, text, sizeof text, &needed));
    EXPECT(FE_ERROR_ARGUMENT, fe_model_word_name(model, 1 << 20, text, sizeof text, &needed));
    EXPECT(FE_ERROR_ARGUMENT, fe_model_slot_name(model, -1, text, sizeof text, &needed));
    EXPECT(FE_ERROR_ARGUMENT, fe_model_slot_name(model, 1 << 20, text, sizeof text, &needed));
    EXPECT(FE_ERROR_BUFFER_TOO_SMALL, fe_model_fingerprint(model, small, sizeof small, &needed));
    EXPECT(FE_ERROR_BUFFER_TOO_SMALL, fe_model_fingerprint(model, text, 32, &needed));
    EXPECT(FE_OK, fe_model_fingerprint(model, text, needed, &needed));
    EXPECT(FE_ERROR_BUFFER_TOO_SMALL, fe_model_info(model, small, sizeof small, &needed));
    EXPECT(FE_ERROR_UNKNOWN_WORD, fe_model_word_index(model, "nowhere", 7, &number, NULL));
    EXPECT(FE_ERROR_UNKNOWN_WORD, fe_model_word_index(model, "\xff\xfe", 2, &number, NULL));
    EXPECT(FE_ERROR_UNKNOWN_WORD, fe_model_word_index(model, NULL, 0, &number, NULL));
    EXPECT(FE_ERROR_ARGUMENT, fe_model_label_index(model, "nowhere", 7, &number));

    compile.instruction_set = 99;
    EXPECT(FE_ERROR_ARGUMENT, fe_tagger_create(model, &compile, &handle));
    compile.instruction_set = FE_INSTRUCTION_SET_ADVSIMD;
#if defined(__x86_64__)
    EXPECT(FE_ERROR_UNSUPPORTED, fe_tagger_create(model, &compile, &handle));
#endif
    compile.instruction_set = 0;
    compile.precision = -1;
    EXPECT(FE_ERROR_ARGUMENT, fe_tagger_create(model, &compile, &handle));
    compile.precision = 0;
    compile.decoding = 5;
    EXPECT(FE_ERROR_ARGUMENT, fe_tagger_create(model, &compile, &handle));
    compile.decoding = FE_DECODING_TRANSITIONS;
    EXPECT(FE_ERROR_UNSUPPORTED, fe_tagger_create(model, &compile, &handle));
    compile.decoding = 0;
    compile.minimum_confidence = 1.5f;
    EXPECT(FE_ERROR_ARGUMENT, fe_tagger_create(model, &compile, &handle));
    compile.minimum_confidence = 0;
    compile.projection_budget = -2;
    EXPECT(FE_ERROR_ARGUMENT, fe_tagger_create(model, &compile, &handle));
    compile.projection_budget = 0;
    compile.reserved = 1;
    EXPECT(FE_ERROR_ARGUMENT, fe_tagger_create(model, &compile, &handle));
    compile.reserved = 0;
    compile.decoding = FE_DECODING_IOB;
    EXPECT(FE_OK, fe_tagger_create(model, &compile, &handle));
    {
        uint64_t none;
        EXPECT(FE_ERROR_UNSUPPORTED, fe_stream_create(handle, &none));
        EXPECT(FE_OK, fe_tagger_close(handle));
    }

    words[1] = 1 << 20;
    EXPECT(FE_ERROR_ARGUMENT, fe_tagger_tag(tagger, words, 3, labels));
    words[1] = -2;
    EXPECT(FE_ERROR_ARGUMENT, fe_batch_tag(batch, words, 3, lengths, 3, labels));
    EXPECT(FE_ERROR_ARGUMENT, fe_stream_push(stream, -2, labels));
    words[1] = 1;
    EXPECT(FE_ERROR_ARGUMENT, fe_tagger_tag(tagger, words, huge, labels));
    EXPECT(FE_ERROR_ARGUMENT, fe_tagger_tag(tagger, words, SIZE_MAX, labels));
    EXPECT(FE_ERROR_ARGUMENT, fe_tagger_tag(tagger, words, 3, words + 1));
    EXPECT(FE_ERROR_ARGUMENT, fe_tagger_tag(tagger, (const int32_t *)((const char *)words + 1), 2, labels));
    EXPECT(FE_ERROR_ARGUMENT, fe_tagger_tag_confidence(tagger, words, 3, labels, (float *)labels));
    EXPECT(FE_ERROR_ARGUMENT, fe_tagger_tag_probabilities(tagger, words, 3, labels, probabilities, 1));
    EXPECT(FE_ERROR_ARGUMENT, fe_tagger_tag_probabilities(tagger, words, 3, labels, probabilities, huge));
    {
        const char *names[] = { "worda", "nowhere" };
        const size_t sizes[] = { 5, huge };
        EXPECT(FE_ERROR_UNKNOWN_WORD, fe_tagger_tag_words(tagger, names, NULL, 2, labels, NULL));
        EXPECT(FE_ERROR_ARGUMENT, fe_tagger_tag_words(tagger, names, sizes, 2, labels, NULL));
        EXPECT(FE_OK, fe_tagger_tag_words(tagger, names, sizes, 1, labels, confidence));
    }

    EXPECT(FE_ERROR_BUFFER_TOO_SMALL, fe_tagger_tag_text(
        tagger, "worda wordb wordc", 17, ranges, labels, NULL, 2, &needed, NULL));
    checks++;
    failures += needed != 3;
    EXPECT(FE_ERROR_BUFFER_TOO_SMALL, fe_tagger_tag_text(
        tagger, "worda wordb wordc", 17, NULL, NULL, NULL, 0, &needed, NULL));
    checks++;
    failures += needed != 3;
    EXPECT(FE_OK, fe_tagger_tag_text(tagger, "worda wordb wordc", 17, ranges, labels, NULL, 3, &needed, NULL));
    EXPECT(FE_ERROR_UNKNOWN_WORD, fe_tagger_tag_text(tagger, "nowhere", 7, ranges, labels, NULL, 3, &needed, NULL));
    EXPECT(FE_ERROR_ARGUMENT, fe_tagger_tag_text(
        tagger, "worda", 5, ranges, (int32_t *)ranges, NULL, 8, &needed, NULL));
    EXPECT(FE_ERROR_ARGUMENT, fe_tagger_tag_text(tagger, "worda", huge, ranges, labels, NULL, 8, &needed, NULL));
    EXPECT(FE_ERROR_UNKNOWN_WORD, fe_tagger_find_slots(tagger, "nowhere", 7, slots, 8, &needed, NULL));
    memcpy(slots, "worda", 5);
    EXPECT(FE_ERROR_ARGUMENT, fe_tagger_find_slots(tagger, (const char *)slots, 5, slots, 8, &needed, NULL));

    EXPECT(FE_ERROR_ARGUMENT, fe_batch_create(tagger, -1, &handle));
    EXPECT(FE_ERROR_ARGUMENT, fe_batch_tag(batch, words, 3, lengths, 2, labels));
    lengths[0] = -1;
    EXPECT(FE_ERROR_ARGUMENT, fe_batch_tag(batch, words, 3, lengths, 3, labels));
    lengths[0] = INT32_MAX;
    lengths[1] = INT32_MAX;
    EXPECT(FE_ERROR_ARGUMENT, fe_batch_tag(batch, words, 3, lengths, 3, labels));
    EXPECT(FE_ERROR_ARGUMENT, fe_batch_tag_probabilities(batch, words, 3, lengths, 3, labels, probabilities, 2));

    EXPECT(FE_OK, fe_stream_reset(stream));
    EXPECT(FE_OK, fe_stream_delay(stream, &delay));
    EXPECT(FE_OK, fe_stream_push(stream, 0, labels));
    EXPECT(FE_ERROR_BUFFER_TOO_SMALL, fe_stream_complete(stream, NULL, 0, &needed));
    EXPECT(FE_OK, fe_stream_complete(stream, labels, needed, &needed));
    checks++;
    failures += needed != 1; /* the word that waited was still there */
    EXPECT(FE_ERROR_ARGUMENT, fe_stream_push_probabilities(stream, 0, labels, probabilities, 1));
    EXPECT(FE_ERROR_ARGUMENT, fe_stream_complete_probabilities(
        stream, labels, probabilities, 1, (size_t)delay, &needed));
    EXPECT(FE_ERROR_BUFFER_TOO_SMALL, fe_stream_save_state(stream, state, 8, &needed));
    EXPECT(FE_OK, fe_stream_save_state(stream, state, sizeof state, &needed));
    EXPECT(FE_ERROR_STATE, fe_stream_restore_state(stream, state, needed - 1));
    state[6] ^= 1;
    EXPECT(FE_ERROR_STATE, fe_stream_restore_state(stream, state, needed));
}

int main(int argc, char **argv) {
    fe_model model;
    fe_tagger tagger;
    fe_batch batch;
    fe_stream stream;

    if (argc != 2) {
        return 2;
    }

    checks++;
    failures += fe_last_error()[0] != 0 || strcmp(fe_status_name(-999), "FE_ERROR_?") != 0;
    EXPECT(FE_OK, fe_model_open(argv[1], NULL, &model));
    EXPECT(FE_OK, fe_tagger_create(model, NULL, &tagger));
    EXPECT(FE_OK, fe_batch_create(tagger, 1, &batch));
    EXPECT(FE_OK, fe_stream_create(tagger, &stream));

    wrong_handles(model, tagger, batch, stream);
    null_pointers(argv[1], model, tagger, batch, stream);
    wrong_sizes(argv[1], model, tagger, batch, stream);

    /* What is made from a closed object goes on. */
    EXPECT(FE_OK, fe_model_close(model));
    EXPECT(FE_OK, fe_tagger_warm_up(tagger));
    EXPECT(FE_OK, fe_tagger_close(tagger));
    {
        int32_t word = 0, length = 1, label;
        EXPECT(FE_OK, fe_batch_tag(batch, &word, 1, &length, 1, &label));
        EXPECT(FE_OK, fe_stream_push(stream, 0, &label));
    }

    EXPECT(FE_OK, fe_batch_close(batch));
    EXPECT(FE_OK, fe_stream_close(stream));
    call_all(model, tagger, batch, stream, FE_ERROR_CLOSED_HANDLE);

    /* A place that is used again does not make the old handle a new one. */
    {
        fe_model again;
        int32_t count;
        EXPECT(FE_OK, fe_model_open(argv[1], NULL, &again));
        EXPECT(FE_ERROR_CLOSED_HANDLE, fe_model_label_count(model, &count));
        EXPECT(FE_OK, fe_model_close(again));
    }

    printf("%d checks, %d failures\n", checks, failures);
    return failures != 0;
}
