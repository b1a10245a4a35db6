/*
 * fastelman.h: the C interface of FastElman, the inference runtime of the Elman recurrent tagger.
 *
 * Copyright (c) FastElman contributors. MIT License.
 *
 * Objects
 *   fe_model   what a model file holds. Immutable.
 *   fe_tagger  a model compiled for this machine: labels sentences, texts and words. Immutable.
 *   fe_batch   labels many sentences at once, on one thread or on several.
 *   fe_stream  labels the words of one live stream as they come.
 *
 *   An object is named by a 64-bit number, its handle. 0 is never a handle. A number is never dereferenced: one that
 *   is unknown, closed or of another kind gives an error code. Close every handle with the function of its kind. An
 *   object keeps what it is made from: a model may be closed before its taggers, and a tagger before its batches and
 *   streams. A handle may be closed while another thread is in a call with it: that call ends normally.
 *
 * Threads
 *   Every function may be called by every thread at any time. Models, taggers and batches are shared without locks. A
 *   stream serves one thread at a time: a second call at the same time gives FE_ERROR_BUSY and does nothing else.
 *
 * Errors
 *   Every function that returns fe_status returns FE_OK, or a negative code, and fe_last_error() has the message. A
 *   function that fails has written nothing but what its description says, and has changed no object. Any function may
 *   return FE_ERROR_OUT_OF_MEMORY or FE_ERROR_INTERNAL. No exception and no callback crosses this interface.
 *
 * Memory
 *   The caller owns all memory that it passes, and the library keeps no pointer to it. A pointer may be NULL where the
 *   count beside it is 0, and where its description says so; elsewhere NULL gives FE_ERROR_NULL_POINTER. A pointer to
 *   numbers is aligned as C aligns them, else the call gives FE_ERROR_ARGUMENT. Arrays that a call writes to share no
 *   memory with its other arrays: the call refuses them with FE_ERROR_ARGUMENT. A count above INT32_MAX gives
 *   FE_ERROR_ARGUMENT. Where another thread changes the arrays of a call meanwhile, the results of that call are
 *   worthless, and nothing else is harmed.
 *
 *   Results whose size the caller may not know have a `capacity` and a `needed` or `count`. They share one rule: the
 *   call writes the size of the whole result to `needed`, and returns FE_OK where it has written all of it. Where the
 *   capacity is too small, it returns FE_ERROR_BUFFER_TOO_SMALL and has written nothing else. To learn the size, give
 *   the capacity 0. Text that is returned is UTF-8 and ends with a 0 byte, which `needed` includes.
 *
 * Text
 *   All text is UTF-8. Ill-formed UTF-8 in a text is no error: it stands for U+FFFD. Positions in a text are bytes
 *   from its beginning. Paths end with a 0 byte; other text has a length in bytes and needs no 0 byte.
 *
 * Processes
 *   A process that has called this library does not call it in a child made by fork() without exec(): threads of the
 *   library do not exist there. The library cannot be unloaded: dlclose() and FreeLibrary() leave it in memory.
 */
#ifndef FASTELMAN_H
#define FASTELMAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Version ------------------------------------------------------------------------------------------------ */

/* The version of this interface (semantic versioning): a program runs with a library of the same major version that
 * is not older than its header. */
#define FE_VERSION_MAJOR 1
#define FE_VERSION_MINOR 0
#define FE_VERSION_PATCH 0
#define FE_VERSION (FE_VERSION_MAJOR * 10000 + FE_VERSION_MINOR * 100 + FE_VERSION_PATCH)
#define FE_VERSION_STRING "1.0.0"

#if defined(_WIN32)
#define FE_API __declspec(dllimport)
#else
#define FE_API
#endif

/* The FE_VERSION that the library was built with. */
FE_API int32_t fe_version(void);

/* ---- Errors ------------------------------------------------------------------------------------------------- */

typedef int32_t fe_status;

enum {
    FE_OK = 0,
    /* A pointer is NULL where there has to be memory. */
    FE_ERROR_NULL_POINTER = -1,
    /* A number that never was a handle, 0 included. */
    FE_ERROR_UNKNOWN_HANDLE = -2,
    /* A handle that has been closed. */
    FE_ERROR_CLOSED_HANDLE = -3,
    /* The handle of an object of another kind. */
    FE_ERROR_WRONG_HANDLE = -4,
    /* A number, size or option is out of its range, an array is misaligned, or arrays share memory. */
    FE_ERROR_ARGUMENT = -5,
    /* The result needs more room; `needed` or `count` says how much. */
    FE_ERROR_BUFFER_TOO_SMALL = -6,
    /* The bytes are not a model, or a damaged one. */
    FE_ERROR_FORMAT = -7,
    /* There is no such file or folder. */
    FE_ERROR_FILE_NOT_FOUND = -8,
    /* The file cannot be read. */
    FE_ERROR_IO = -9,
    /* A word is not in the vocabulary, which has no <UNK> to stand for it. */
    FE_ERROR_UNKNOWN_WORD = -10,
    /* The model has no names of words, or no names of labels: it takes and gives indices only. */
    FE_ERROR_NO_NAMES = -11,
    /* The model, or this machine, cannot do this. */
    FE_ERROR_UNSUPPORTED = -12,
    /* The bytes are not the saved state of a stream of this model. */
    FE_ERROR_STATE = -13,
    /* Another thread is in a call with this stream. */
    FE_ERROR_BUSY = -14,
    FE_ERROR_OUT_OF_MEMORY = -15,
    /* A fault of the library: please report it with its message. */
    FE_ERROR_INTERNAL = -16
};

/* The message of the last error on the calling thread: UTF-8 that ends with a 0 byte, one line, without words of the
 * texts that were tagged. "" where there was none; never NULL. Calls that succeed leave it as it is. Valid until the
 * next call on this thread that fails, and until the thread ends; owned by the library. */
FE_API const char *fe_last_error(void);

/* The name of a code, such as "FE_ERROR_IO"; "FE_ERROR_?" for an unknown one. Never NULL, valid for ever. */
FE_API const char *fe_status_name(fe_status status);

/* ---- The library and this machine --------------------------------------------------------------------------- */

/* Facts about the library and the machine as a JSON object:
 *   version           string, FE_VERSION_STRING of the library
 *   build             string, the version of FastElman that it was built from
 *   instructionSet    string, that of taggers that name none: the fastest, or what the environment variable
 *                     FASTELMAN_ISA says; null where that variable names none that can be used
 *   supported         array of strings: the instruction sets that this library can use here, the fastest first
 *   onProcessor       array of strings: those that the processor has
 *   processorCount    number of logical processors
 * buffer    receives the text; NULL where the capacity is 0
 * capacity  bytes that there is room for
 * needed    receives the size of the text in bytes, its 0 byte included; not NULL
 * Errors: FE_ERROR_BUFFER_TOO_SMALL. */
FE_API fe_status fe_library_info(char *buffer, size_t capacity, size_t *needed);

/* ---- Models ------------------------------------------------------------------------------------------------- */

typedef uint64_t fe_model;

/* Make it all 0 but for `size`: 0 is the default of every member. Members are only ever added at the end. A library
 * that is older than the program's header refuses members that it does not know unless they are 0
 * (FE_ERROR_UNSUPPORTED). */
typedef struct fe_load_options {
    uint32_t size;                 /* sizeof(fe_load_options) */
    int32_t skip_checksum;         /* 1: does not verify the checksum of the file */
    int32_t allow_non_finite;      /* 1: accepts parameters that are NaN or infinite */
    int32_t allow_unknown_tensors; /* 1: ignores tensors that the network does not have */
} fe_load_options;

#define FE_LOAD_OPTIONS_INIT { (uint32_t)sizeof(fe_load_options), 0, 0, 0 }

/* Opens a model file (safetensors), and reads all of it.
 * path     the file, UTF-8 that ends with a 0 byte
 * options  NULL for the defaults
 * model    receives the handle, and 0 where the call fails; close it with fe_model_close
 * Errors: FE_ERROR_FILE_NOT_FOUND, FE_ERROR_IO, FE_ERROR_FORMAT, FE_ERROR_ARGUMENT (an option is neither 0 nor 1, or
 * the path is empty), FE_ERROR_UNSUPPORTED. */
FE_API fe_status fe_model_open(const char *path, const fe_load_options *options, fe_model *model);

/* Opens a model from the bytes of a model file. They are copied.
 * bytes    the file [size]
 * size     bytes
 * options  NULL for the defaults
 * model    as for fe_model_open
 * Errors: FE_ERROR_FORMAT, FE_ERROR_ARGUMENT, FE_ERROR_UNSUPPORTED. */
FE_API fe_status fe_model_open_memory(
    const void *bytes, size_t size, const fe_load_options *options, fe_model *model);

/* Closes a model. Taggers that were made from it stay as they are.
 * Errors: FE_ERROR_UNKNOWN_HANDLE, FE_ERROR_CLOSED_HANDLE, FE_ERROR_WRONG_HANDLE: as in every function with a handle,
 * where they are not named again. */
FE_API fe_status fe_model_close(fe_model model);

/* The fingerprint of the model's content: hexadecimal digits. Equal models have equal fingerprints, whatever file they
 * come from. buffer, capacity, needed: as for fe_library_info. */
FE_API fe_status fe_model_fingerprint(fe_model model, char *buffer, size_t capacity, size_t *needed);

/* Facts about the model as a JSON object:
 *   fingerprint                                            string, as fe_model_fingerprint
 *   hiddenSize, labelCount, vocabularySize, embeddingSize, windowSize, parameterCount        numbers
 *   subwordCount      number: vectors of which the embeddings of unknown words are made, 0 where they have one together
 *   network           "elman", "jordan" or "bidirectional"
 *   activation        "sigmoid", "tanh" or "relu"
 *   hasTransitions    whether there are learned scores of label transitions
 *   decoding          "argMax", "iob", "transitions" or "iobTransitions"
 *   tokenizer         "punctuation" or "whiteSpace"
 *   temperature       number, 1 where the model is not calibrated
 *   hasWords, hasLabels    whether the model has names of words, and of labels
 *   hasUnknownWord    whether <UNK> stands for unknown words
 *   recipe, origin    strings or null: where the model comes from, as its file says
 * buffer, capacity, needed: as for fe_library_info. Members may be added. */
FE_API fe_status fe_model_info(fe_model model, char *buffer, size_t capacity, size_t *needed);

/* The number of labels: label indices are 0 to count - 1. Also where they have no names.
 * count  receives the number, at least 1 */
FE_API fe_status fe_model_label_count(fe_model model, int32_t *count);

/* The number of words: word indices are 0 to count - 1, and -1 or count for the padding word. Also where they have no
 * names.
 * count  receives the number, at least 0 */
FE_API fe_status fe_model_word_count(fe_model model, int32_t *count);

/* The name of a label, such as "B-toloc.city_name".
 * index  0 to fe_model_label_count - 1
 * buffer, capacity, needed: as for fe_library_info
 * Errors: FE_ERROR_ARGUMENT (no such index), FE_ERROR_NO_NAMES, FE_ERROR_BUFFER_TOO_SMALL. */
FE_API fe_status fe_model_label_name(
    fe_model model, int32_t index, char *buffer, size_t capacity, size_t *needed);

/* The name of a word.
 * index  0 to fe_model_word_count - 1
 * buffer, capacity, needed: as for fe_library_info
 * Errors: as for fe_model_label_name. */
FE_API fe_status fe_model_word_name(
    fe_model model, int32_t index, char *buffer, size_t capacity, size_t *needed);

/* Looks a word up: as it is written, then with each digit as DIGIT, then also in lower case; else it is <UNK>.
 * Allocates nothing.
 * word        UTF-8 [length]
 * length      bytes
 * index       receives the word index; -1 where the call fails
 * is_unknown  receives 1 where the index is that of <UNK> because the vocabulary does not have the word, else 0; may
 *             be NULL
 * Errors: FE_ERROR_UNKNOWN_WORD (there is no <UNK>), FE_ERROR_NO_NAMES. */
FE_API fe_status fe_model_word_index(
    fe_model model, const char *word, size_t length, int32_t *index, int32_t *is_unknown);

/* Looks a label up by its name, exactly.
 * label   UTF-8 [length]
 * length  bytes
 * index   receives the label index; -1 where the call fails
 * Errors: FE_ERROR_ARGUMENT (there is no such label), FE_ERROR_NO_NAMES. */
FE_API fe_status fe_model_label_index(fe_model model, const char *label, size_t length, int32_t *index);

/* The number of names that slots can have: the indices in fe_slot.name are 0 to count - 1, in the order of the first
 * label of each.
 * count  receives the number, at least 0
 * Errors: FE_ERROR_NO_NAMES (the model has no names of labels). */
FE_API fe_status fe_model_slot_name_count(fe_model model, int32_t *count);

/* The name of slots, such as "toloc.city_name".
 * index  0 to fe_model_slot_name_count - 1
 * buffer, capacity, needed: as for fe_library_info
 * Errors: as for fe_model_label_name. */
FE_API fe_status fe_model_slot_name(
    fe_model model, int32_t index, char *buffer, size_t capacity, size_t *needed);

/* ---- Taggers ------------------------------------------------------------------------------------------------ */

typedef uint64_t fe_tagger;

/* fe_compile_options.instruction_set */
enum {
    FE_INSTRUCTION_SET_BEST = 0,      /* the fastest, or what the environment variable FASTELMAN_ISA says */
    FE_INSTRUCTION_SET_SCALAR = 1,    /* runs everywhere */
    FE_INSTRUCTION_SET_VECTOR128 = 2, /* 128-bit vectors */
    FE_INSTRUCTION_SET_ADVSIMD = 3,   /* 64-bit Arm */
    FE_INSTRUCTION_SET_AVX2 = 4,      /* x86 with AVX2 and FMA */
    FE_INSTRUCTION_SET_AVX512 = 5     /* x86 with AVX-512 F and BW */
};

/* fe_compile_options.precision */
enum {
    FE_PRECISION_FLOAT32 = 0, /* exact */
    FE_PRECISION_INT16 = 1    /* recurrent and output weights in half the memory, not exact */
};

/* fe_compile_options.decoding */
enum {
    FE_DECODING_MODEL = 0,          /* as the model says */
    FE_DECODING_ARGMAX = 1,         /* each word by itself */
    FE_DECODING_IOB = 2,            /* sequences that are valid in the IOB scheme; needs names of labels */
    FE_DECODING_TRANSITIONS = 3,    /* with learned transition scores; needs a model that has them */
    FE_DECODING_IOB_TRANSITIONS = 4 /* both */
};

/* Make it all 0 but for `size`: 0 is the default of every member. Grows as fe_load_options does. */
typedef struct fe_compile_options {
    uint32_t size;             /* sizeof(fe_compile_options) */
    int32_t instruction_set;   /* FE_INSTRUCTION_SET_... */
    int32_t precision;         /* FE_PRECISION_... */
    int32_t decoding;          /* FE_DECODING_... */
    float minimum_confidence;  /* 0 to 1: slots below it are left out and counted */
    int32_t reserved;          /* 0 */
    int64_t projection_budget; /* bytes for projected embeddings: 0 for 64 MiB, -1 for none */
} fe_compile_options;

#define FE_COMPILE_OPTIONS_INIT { (uint32_t)sizeof(fe_compile_options), 0, 0, 0, 0.0f, 0, 0 }

/* Compiles a model for this machine.
 * model    the model
 * options  NULL for the defaults
 * tagger   receives the handle, and 0 where the call fails; close it with fe_tagger_close
 * Errors: FE_ERROR_ARGUMENT (an option is out of its range), FE_ERROR_UNSUPPORTED (the machine or the library lacks
 * the instruction set, the model cannot be decoded so, or FASTELMAN_ISA names no instruction set that can be used). */
FE_API fe_status fe_tagger_create(fe_model model, const fe_compile_options *options, fe_tagger *tagger);

/* Closes a tagger. Batches and streams that were made from it stay as they are. */
FE_API fe_status fe_tagger_close(fe_tagger tagger);

/* A new handle to the model of a tagger.
 * model  receives the handle, and 0 where the call fails; close it with fe_model_close */
FE_API fe_status fe_tagger_model(fe_tagger tagger, fe_model *model);

/* Facts about the compiled model as a JSON object:
 *   fingerprint          string, that of the model
 *   instructionSet       "scalar", "vector128", "advSimd", "avx2" or "avx512"
 *   precision            "float32" or "int16"
 *   decoding             "argMax", "iob", "transitions" or "iobTransitions"
 *   minimumConfidence    number
 *   canStream            whether fe_stream_create can make a stream
 *   usesProjectedEmbeddings, usesByteArgMax, usesSparseRecurrence    booleans
 *   projectionCapacity, projectedWordCount                           numbers of words
 * buffer, capacity, needed: as for fe_library_info. Members may be added. */
FE_API fe_status fe_tagger_info(fe_tagger tagger, char *buffer, size_t capacity, size_t *needed);

/* Runs every way to tag once, and projects the whole vocabulary where the budget has room for it, so that the first
 * requests are as fast as the later ones. Optional. */
FE_API fe_status fe_tagger_warm_up(fe_tagger tagger);

/* Labels a sentence of word indices. Allocates nothing after a first call.
 * words   word indices [count]; -1 or fe_model_word_count for the padding word
 * count   words, may be 0
 * labels  receives the label indices [count]
 * Errors: FE_ERROR_ARGUMENT (an index is out of range). */
FE_API fe_status fe_tagger_tag(fe_tagger tagger, const int32_t *words, size_t count, int32_t *labels);

/* The same, with the probability of each word's label. Allocates nothing after a first call.
 * confidence  receives the probabilities [count], 0 to 1: among the labels of the word where words are labelled by
 *             themselves, with every other decoding in all label sequences that the decoding allows */
FE_API fe_status fe_tagger_tag_confidence(
    fe_tagger tagger, const int32_t *words, size_t count, int32_t *labels, float *confidence);

/* The same, with the probability of every label. Allocates nothing after a first call.
 * probabilities      receives [count, labels], row by row; each row sums to 1
 * probability_count  elements of that array: exactly count * fe_model_label_count, else FE_ERROR_ARGUMENT */
FE_API fe_status fe_tagger_tag_probabilities(
    fe_tagger tagger,
    const int32_t *words,
    size_t count,
    int32_t *labels,
    float *probabilities,
    size_t probability_count);

/* Labels a sentence of words, each looked up as fe_model_word_index does. Allocates nothing after a first call.
 * words       pointers to UTF-8 words [count], none of them NULL
 * lengths     bytes of each word [count]; NULL where each word ends with a 0 byte
 * count       words, may be 0
 * labels      receives the label indices [count]
 * confidence  receives the probabilities [count], as for fe_tagger_tag_confidence; NULL where they are not wanted
 * Errors: FE_ERROR_UNKNOWN_WORD, FE_ERROR_NO_NAMES (the model has no names of words). */
FE_API fe_status fe_tagger_tag_words(
    fe_tagger tagger,
    const char *const *words,
    const size_t *lengths,
    size_t count,
    int32_t *labels,
    float *confidence);

/* A part of a text, in bytes. */
typedef struct fe_range {
    int32_t start; /* of its first byte */
    int32_t end;   /* behind its last byte */
} fe_range;

/* What a call has counted. */
typedef struct fe_text_statistics {
    int32_t token_count;
    int32_t unknown_token_count;  /* tokens that the vocabulary does not have */
    int32_t rescored_token_count; /* tokens whose label products in bytes left open */
    int32_t omitted_slot_count;   /* slots below the minimum confidence, which were left out */
} fe_text_statistics;

/* Labels a text: the model's tokenizer divides it into tokens. Allocates nothing after a first call, where there is
 * room.
 * text        UTF-8 [length]
 * length      bytes, may be 0
 * tokens      receives the place of each token [capacity]
 * labels      receives the label index of each token [capacity]
 * confidence  receives the probability of each label [capacity]; NULL where it is not wanted
 * capacity    tokens that there is room for; `length` is always enough
 * count       receives the number of tokens; not NULL
 * statistics  receives counts; may be NULL
 * Errors: FE_ERROR_BUFFER_TOO_SMALL, where contents of the arrays are undefined; FE_ERROR_UNKNOWN_WORD,
 * FE_ERROR_NO_NAMES (the model has no names of words). */
FE_API fe_status fe_tagger_tag_text(
    fe_tagger tagger,
    const char *text,
    size_t length,
    fe_range *tokens,
    int32_t *labels,
    float *confidence,
    size_t capacity,
    size_t *count,
    fe_text_statistics *statistics);

/* A slot that was found in a text. */
typedef struct fe_slot {
    int32_t name;     /* fe_model_slot_name says it */
    int32_t start;    /* of its first byte */
    int32_t end;      /* behind its last byte */
    float confidence; /* the probability that all its words carry their labels, 0 to 1 */
} fe_slot;

/* Finds the slots of a text, in order.
 * text        UTF-8 [length]
 * length      bytes, may be 0
 * slots       receives the slots [capacity]
 * capacity    slots that there is room for; `length` is always enough
 * count       receives the number of slots; not NULL
 * statistics  receives counts; may be NULL
 * Errors: FE_ERROR_BUFFER_TOO_SMALL, FE_ERROR_UNKNOWN_WORD, FE_ERROR_NO_NAMES. */
FE_API fe_status fe_tagger_find_slots(
    fe_tagger tagger,
    const char *text,
    size_t length,
    fe_slot *slots,
    size_t capacity,
    size_t *count,
    fe_text_statistics *statistics);

/* ---- Batches ------------------------------------------------------------------------------------------------ */

typedef uint64_t fe_batch;

/* Makes a tagger of many sentences at once. Labels and probabilities are the same bits as those of the tagger.
 * tagger       the tagger
 * max_threads  threads that may work on one call at a time, the calling one included, at least 1; 0 for as many as
 *              there are processors. A small batch uses fewer: one for every 16 sentences
 * batch        receives the handle, and 0 where the call fails; close it with fe_batch_close
 * Errors: FE_ERROR_ARGUMENT (a negative number of threads). */
FE_API fe_status fe_batch_create(fe_tagger tagger, int32_t max_threads, fe_batch *batch);

/* Closes a batch tagger. */
FE_API fe_status fe_batch_close(fe_batch batch);

/* Labels sentences that follow one another. Allocates nothing after a first call on one thread; on several, only what
 * calling the others takes.
 * words           word indices of all sentences [word_count], as for fe_tagger_tag
 * word_count      words of all sentences
 * lengths         words of each sentence [sentence_count], 0 is allowed; they add up to word_count
 * sentence_count  sentences
 * labels          receives the label indices [word_count]
 * Errors: FE_ERROR_ARGUMENT (an index is out of range, a length is negative, or they do not add up). */
FE_API fe_status fe_batch_tag(
    fe_batch batch,
    const int32_t *words,
    size_t word_count,
    const int32_t *lengths,
    size_t sentence_count,
    int32_t *labels);

/* The same, with the probability of each word's label.
 * confidence  receives the probabilities [word_count], as for fe_tagger_tag_confidence */
FE_API fe_status fe_batch_tag_confidence(
    fe_batch batch,
    const int32_t *words,
    size_t word_count,
    const int32_t *lengths,
    size_t sentence_count,
    int32_t *labels,
    float *confidence);

/* The same, with the probability of every label.
 * probabilities      receives [word_count, labels], row by row
 * probability_count  elements of that array: exactly word_count * fe_model_label_count, else FE_ERROR_ARGUMENT */
FE_API fe_status fe_batch_tag_probabilities(
    fe_batch batch,
    const int32_t *words,
    size_t word_count,
    const int32_t *lengths,
    size_t sentence_count,
    int32_t *labels,
    float *probabilities,
    size_t probability_count);

/* ---- Streams ------------------------------------------------------------------------------------------------ */

typedef uint64_t fe_stream;

/* Makes a stream that has seen no word. The network looks ahead by half its window: a word that is pushed gives the
 * label of the word that came fe_stream_delay words earlier. Every function with a stream returns FE_ERROR_BUSY, and
 * does nothing, where another thread is in a call with the same stream.
 * stream  receives the handle, and 0 where the call fails; close it with fe_stream_close
 * Errors: FE_ERROR_UNSUPPORTED (the network or the decoding needs whole sentences). */
FE_API fe_status fe_stream_create(fe_tagger tagger, fe_stream *stream);

/* Closes a stream, also while another thread is in a call with it. */
FE_API fe_status fe_stream_close(fe_stream stream);

/* The look-ahead: half the window, rounded down.
 * delay  receives a number of words, at least 0 */
FE_API fe_status fe_stream_delay(fe_stream stream, int32_t *delay);

/* Looks up a word for the next push, as fe_model_word_index does. In a model with subwords a word that the vocabulary
 * does not have gets an index of its own, which this stream alone takes, and only as its next word.
 * word    UTF-8 [length]
 * length  bytes
 * index   receives the word index; -1 where the call fails
 * Errors: FE_ERROR_UNKNOWN_WORD (there is no <UNK>), FE_ERROR_NO_NAMES, FE_ERROR_BUSY. */
FE_API fe_status fe_stream_word_index(fe_stream stream, const char *word, size_t length, int32_t *index);

/* Takes the next word. Allocates nothing once the words have been seen.
 * word   its index, as for fe_tagger_tag, or what fe_stream_word_index gave for it
 * label  receives the label index of the word that came fe_stream_delay words earlier; -1 where there is none yet, and
 *        where the call fails
 * Errors: FE_ERROR_ARGUMENT (the index is out of range), FE_ERROR_BUSY. */
FE_API fe_status fe_stream_push(fe_stream stream, int32_t word, int32_t *label);

/* The same, with the probability of that label.
 * confidence  receives the probability, 0 to 1; 0 where there is no label yet */
FE_API fe_status fe_stream_push_confidence(fe_stream stream, int32_t word, int32_t *label, float *confidence);

/* The same, with the probability of every label.
 * probabilities      receives [labels] where there is a label; else unchanged
 * probability_count  elements of that array: exactly fe_model_label_count, else FE_ERROR_ARGUMENT */
FE_API fe_status fe_stream_push_probabilities(
    fe_stream stream, int32_t word, int32_t *label, float *probabilities, size_t probability_count);

/* Does the part of the next time step that depends on earlier words only. A program that calls it after it has sent an
 * answer has the next one in a third of the time. Results do not depend on it. Optional. */
FE_API fe_status fe_stream_prepare(fe_stream stream);

/* Ends the sentence: labels the words that still wait, and makes the stream ready for the next sentence.
 * labels    receives their label indices, in order [capacity]
 * capacity  labels that there is room for, at least fe_stream_delay
 * count     receives the number of words that waited, 0 to fe_stream_delay; not NULL
 * Errors: FE_ERROR_BUFFER_TOO_SMALL: nothing has changed, and count is fe_stream_delay; FE_ERROR_BUSY. */
FE_API fe_status fe_stream_complete(fe_stream stream, int32_t *labels, size_t capacity, size_t *count);

/* The same, with the probability of each label.
 * confidence  receives the probabilities [capacity] */
FE_API fe_status fe_stream_complete_confidence(
    fe_stream stream, int32_t *labels, float *confidence, size_t capacity, size_t *count);

/* The same, with the probability of every label.
 * probabilities      receives [count, labels], row by row
 * probability_count  elements of that array: capacity * fe_model_label_count, else FE_ERROR_ARGUMENT */
FE_API fe_status fe_stream_complete_probabilities(
    fe_stream stream,
    int32_t *labels,
    float *probabilities,
    size_t probability_count,
    size_t capacity,
    size_t *count);

/* Forgets the sentence: the next word is the first of another. */
FE_API fe_status fe_stream_reset(fe_stream stream);

/* Saves the state, from which any stream of the same model can continue, on any machine.
 * state     receives the bytes [capacity]; NULL where the capacity is 0
 * capacity  bytes that there is room for
 * needed    receives the size of the state in bytes, the same for all streams of a model; not NULL
 * Errors: FE_ERROR_BUFFER_TOO_SMALL, FE_ERROR_BUSY. */
FE_API fe_status fe_stream_save_state(fe_stream stream, void *state, size_t capacity, size_t *needed);

/* Continues from a saved state.
 * state  what fe_stream_save_state wrote [size]
 * size   bytes
 * Errors: FE_ERROR_STATE (it is not a state of a stream of this model), FE_ERROR_BUSY. */
FE_API fe_status fe_stream_restore_state(fe_stream stream, const void *state, size_t size);

#ifdef __cplusplus
}
#endif

#endif
