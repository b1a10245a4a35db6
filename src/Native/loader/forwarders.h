/*
 * Every function that the loader hands on: its name, its parameters as fastelman.h has them, and their names. The
 * compiler refuses what differs from fastelman.h.
 */
FORWARD(fe_library_info, (char *buffer, size_t capacity, size_t *needed), (buffer, capacity, needed))
FORWARD(fe_model_open, (const char *path, const fe_load_options *options, fe_model *model), (path, options, model))
FORWARD(fe_model_open_memory,
    (const void *bytes, size_t size, const fe_load_options *options, fe_model *model),
    (bytes, size, options, model))
FORWARD(fe_model_close, (fe_model model), (model))
FORWARD(fe_model_fingerprint,
    (fe_model model, char *buffer, size_t capacity, size_t *needed),
    (model, buffer, capacity, needed))
FORWARD(fe_model_info,
    (fe_model model, char *buffer, size_t capacity, size_t *needed),
    (model, buffer, capacity, needed))
FORWARD(fe_model_label_count, (fe_model model, int32_t *count), (model, count))
FORWARD(fe_model_word_count, (fe_model model, int32_t *count), (model, count))
FORWARD(fe_model_label_name,
    (fe_model model, int32_t index, char *buffer, size_t capacity, size_t *needed),
    (model, index, buffer, capacity, needed))
FORWARD(fe_model_word_name,
    (fe_model model, int32_t index, char *buffer, size_t capacity, size_t *needed),
    (model, index, buffer, capacity, needed))
FORWARD(fe_model_word_index,
    (fe_model model, const char *word, size_t length, int32_t *index, int32_t *is_unknown),
    (model, word, length, index, is_unknown))
FORWARD(fe_model_label_index,
    (fe_model model, const char *label, size_t length, int32_t *index),
    (model, label, length, index))
FORWARD(fe_model_slot_name_count, (fe_model model, int32_t *count), (model, count))
FORWARD(fe_model_slot_name,
    (fe_model model, int32_t index, char *buffer, size_t capacity, size_t *needed),
    (model, index, buffer, capacity, needed))
FORWARD(fe_tagger_create,
    (fe_model model, const fe_compile_options *options, fe_tagger *tagger),
    (model, options, tagger))
FORWARD(fe_tagger_close, (fe_tagger tagger), (tagger))
FORWARD(fe_tagger_model, (fe_tagger tagger, fe_model *model), (tagger, model))
FORWARD(fe_tagger_info,
    (fe_tagger tagger, char *buffer, size_t capacity, size_t *needed),
    (tagger, buffer, capacity, needed))
FORWARD(fe_tagger_warm_up, (fe_tagger tagger), (tagger))
FORWARD(fe_tagger_tag,
    (fe_tagger tagger, const int32_t *words, size_t count, int32_t *labels),
    (tagger, words, count, labels))
FORWARD(fe_tagger_tag_confidence,
    (fe_tagger tagger, const int32_t *words, size_t count, int32_t *labels, float *confidence),
    (tagger, words, count, labels, confidence))
FORWARD(fe_tagger_tag_probabilities,
    (fe_tagger tagger, const int32_t *words, size_t count, int32_t *labels, float *probabilities,
     size_t probability_count),
    (tagger, words, count, labels, probabilities, probability_count))
FORWARD(fe_tagger_tag_words,
    (fe_tagger tagger, const char *const *words, const size_t *lengths, size_t count, int32_t *labels,
     float *confidence),
    (tagger, words, lengths, count, labels, confidence))
FORWARD(fe_tagger_tag_text,
    (fe_tagger tagger, const char *text, size_t length, fe_range *tokens, int32_t *labels, float *confidence,
     size_t capacity, size_t *count, fe_text_statistics *statistics),
    (tagger, text, length, tokens, labels, confidence, capacity, count, statistics))
FORWARD(fe_tagger_find_slots,
    (fe_tagger tagger, const char *text, size_t length, fe_slot *slots, size_t capacity, size_t *count,
     fe_text_statistics *statistics),
    (tagger, text, length, slots, capacity, count, statistics))
FORWARD(fe_batch_create, (fe_tagger tagger, int32_t max_threads, fe_batch *batch), (tagger, max_threads, batch))
FORWARD(fe_batch_close, (fe_batch batch), (batch))
FORWARD(fe_batch_tag,
    (fe_batch batch, const int32_t *words, size_t word_count, const int32_t *lengths, size_t sentence_count,
     int32_t *labels),
    (batch, words, word_count, lengths, sentence_count, labels))
FORWARD(fe_batch_tag_confidence,
    (fe_batch batch, const int32_t *words, size_t word_count, const int32_t *lengths, size_t sentence_count,
     int32_t *labels, float *confidence),
    (batch, words, word_count, lengths, sentence_count, labels, confidence))
FORWARD(fe_batch_tag_probabilities,
    (fe_batch batch, const int32_t *words, size_t word_count, const int32_t *lengths, size_t sentence_count,
     int32_t *labels, float *probabilities, size_t probability_count),
    (batch, words, word_count, lengths, sentence_count, labels, probabilities, probability_count))
FORWARD(fe_stream_create, (fe_tagger tagger, fe_stream *stream), (tagger, stream))
FORWARD(fe_stream_close, (fe_stream stream), (stream))
FORWARD(fe_stream_delay, (fe_stream stream, int32_t *delay), (stream, delay))
FORWARD(fe_stream_word_index,
    (fe_stream stream, const char *word, size_t length, int32_t *index),
    (stream, word, length, index))
FORWARD(fe_stream_push, (fe_stream stream, int32_t word, int32_t *label), (stream, word, label))
FORWARD(fe_stream_push_confidence,
    (fe_stream stream, int32_t word, int32_t *label, float *confidence),
    (stream, word, label, confidence))
FORWARD(fe_stream_push_probabilities,
    (fe_stream stream, int32_t word, int32_t *label, float *probabilities, size_t probability_count),
    (stream, word, label, probabilities, probability_count))
FORWARD(fe_stream_prepare, (fe_stream stream), (stream))
FORWARD(fe_stream_complete,
    (fe_stream stream, int32_t *labels, size_t capacity, size_t *count),
    (stream, labels, capacity, count))
FORWARD(fe_stream_complete_confidence,
    (fe_stream stream, int32_t *labels, float *confidence, size_t capacity, size_t *count),
    (stream, labels, confidence, capacity, count))
FORWARD(fe_stream_complete_probabilities,
    (fe_stream stream, int32_t *labels, float *probabilities, size_t probability_count, size_t capacity,
     size_t *count),
    (stream, labels, probabilities, probability_count, capacity, count))
FORWARD(fe_stream_reset, (fe_stream stream), (stream))
FORWARD(fe_stream_save_state,
    (fe_stream stream, void *state, size_t capacity, size_t *needed),
    (stream, state, capacity, needed))
FORWARD(fe_stream_restore_state, (fe_stream stream, const void *state, size_t size), (stream, state, size))
