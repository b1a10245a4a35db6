/*
 * fastelman.hpp: FastElman for C++17, over fastelman.h. Header only.
 *
 * Copyright (c) FastElman contributors. MIT License.
 *
 * Objects close their handles when they end, and can be moved. Errors are exceptions of the type fastelman::error.
 * fastelman.h says what each function does, what threads may do, and which units its numbers have.
 */
#ifndef FASTELMAN_HPP
#define FASTELMAN_HPP

#include "fastelman.h"

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastelman {

/* A call that failed. what() is the message of fe_last_error. */
class error : public std::runtime_error {
public:
    error(fe_status code, const char *message) : std::runtime_error(message), code_(code) {}

    /* FE_ERROR_... */
    fe_status code() const noexcept { return code_; }

private:
    fe_status code_;
};

/* Throws where a call has failed. */
inline void check(fe_status status) {
    if (status != FE_OK) {
        throw error(status, fe_last_error());
    }
}

/* Numbers that lie one after another in memory of the caller: an array, a vector, or an address and a count. */
template <typename T>
class span {
public:
    constexpr span() noexcept = default;
    constexpr span(T *data, std::size_t size) noexcept : data_(data), size_(size) {}
    template <std::size_t N>
    constexpr span(T (&array)[N]) noexcept : data_(array), size_(N) {}
    template <typename Container, typename = decltype(std::declval<Container &>().data())>
    constexpr span(Container &container) noexcept : data_(container.data()), size_(container.size()) {}

    constexpr T *data() const noexcept { return data_; }
    constexpr std::size_t size() const noexcept { return size_; }

private:
    T *data_ = nullptr;
    std::size_t size_ = 0;
};

namespace detail {

/* The text of a call that gives text back. */
template <typename Call>
std::string text(Call call) {
    char room[256];
    std::size_t needed = 0;
    fe_status status = call(room, sizeof room, &needed);
    if (status != FE_ERROR_BUFFER_TOO_SMALL) {
        check(status);
        return std::string(room, needed - 1);
    }

    std::string result(needed, '\0');
    check(call(&result[0], result.size(), &needed));
    result.resize(needed - 1);
    return result;
}

inline void require(bool condition, const char *message) {
    if (!condition) {
        throw error(FE_ERROR_ARGUMENT, message);
    }
}

/* A handle that is closed once. */
template <fe_status (*Close)(std::uint64_t)>
class owner {
public:
    owner() noexcept = default;
    explicit owner(std::uint64_t handle) noexcept : handle_(handle) {}
    owner(owner &&other) noexcept : handle_(std::exchange(other.handle_, 0)) {}
    owner &operator=(owner &&other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    owner(const owner &) = delete;
    owner &operator=(const owner &) = delete;
    ~owner() {
        if (handle_ != 0) {
            Close(handle_);
        }
    }

    std::uint64_t get() const noexcept { return handle_; }

private:
    std::uint64_t handle_ = 0;
};

} // namespace detail

/* Facts about the library and the machine, as JSON: fe_library_info. */
inline std::string library_info() {
    return detail::text([](char *buffer, std::size_t capacity, std::size_t *needed) {
        return fe_library_info(buffer, capacity, needed);
    });
}

inline fe_load_options load_options() {
    return FE_LOAD_OPTIONS_INIT;
}

inline fe_compile_options compile_options() {
    return FE_COMPILE_OPTIONS_INIT;
}

/* What a model file holds. Immutable; shared by all threads. */
class model {
public:
    explicit model(fe_model handle) noexcept : handle_(handle) {}

    /* Opens a model file; the path is UTF-8. */
    static model open(const std::string &path, const fe_load_options &options = load_options()) {
        fe_model handle = 0;
        check(fe_model_open(path.c_str(), &options, &handle));
        return model(handle);
    }

    /* Opens a model from the bytes of a file, which are copied. */
    static model open(const void *bytes, std::size_t size, const fe_load_options &options = load_options()) {
        fe_model handle = 0;
        check(fe_model_open_memory(bytes, size, &options, &handle));
        return model(handle);
    }

    fe_model handle() const noexcept { return handle_.get(); }

    std::string fingerprint() const { return text(fe_model_fingerprint); }
    std::string info() const { return text(fe_model_info); }
    std::int32_t label_count() const { return number(fe_model_label_count); }
    std::int32_t word_count() const { return number(fe_model_word_count); }
    std::int32_t slot_name_count() const { return number(fe_model_slot_name_count); }
    std::string label_name(std::int32_t index) const { return text(fe_model_label_name, index); }
    std::string word_name(std::int32_t index) const { return text(fe_model_word_name, index); }
    std::string slot_name(std::int32_t index) const { return text(fe_model_slot_name, index); }

    /* All names of labels, by their indices. */
    std::vector<std::string> label_names() const {
        std::vector<std::string> names;
        const std::int32_t count = label_count();
        for (std::int32_t i = 0; i < count; i++) {
            names.push_back(label_name(i));
        }

        return names;
    }

    /* All names of slots, by their indices. */
    std::vector<std::string> slot_names() const {
        std::vector<std::string> names;
        const std::int32_t count = slot_name_count();
        for (std::int32_t i = 0; i < count; i++) {
            names.push_back(slot_name(i));
        }

        return names;
    }

    std::int32_t word_index(std::string_view word, bool *is_unknown = nullptr) const {
        std::int32_t index = -1;
        std::int32_t unknown = 0;
        check(fe_model_word_index(handle(), word.data(), word.size(), &index, &unknown));
        if (is_unknown != nullptr) {
            *is_unknown = unknown != 0;
        }

        return index;
    }

    std::int32_t label_index(std::string_view label) const {
        std::int32_t index = -1;
        check(fe_model_label_index(handle(), label.data(), label.size(), &index));
        return index;
    }

private:
    template <typename Function, typename... Arguments>
    std::string text(Function function, Arguments... arguments) const {
        return detail::text([&](char *buffer, std::size_t capacity, std::size_t *needed) {
            return function(handle(), arguments..., buffer, capacity, needed);
        });
    }

    std::int32_t number(fe_status (*function)(fe_model, std::int32_t *)) const {
        std::int32_t result = 0;
        check(function(handle(), &result));
        return result;
    }

    detail::owner<fe_model_close> handle_;
};

/* A token of a text, with its label. */
struct token {
    std::int32_t start;
    std::int32_t end;
    std::int32_t label;
    float confidence;
};

/* A model compiled for this machine. Immutable; shared by all threads. */
class tagger {
public:
    explicit tagger(const model &source, const fe_compile_options &options = compile_options()) {
        fe_tagger handle = 0;
        check(fe_tagger_create(source.handle(), &options, &handle));
        handle_ = detail::owner<fe_tagger_close>(handle);
        label_count_ = static_cast<std::size_t>(source.label_count());
    }

    fe_tagger handle() const noexcept { return handle_.get(); }
    std::size_t label_count() const noexcept { return label_count_; }

    class model model() const {
        fe_model result = 0;
        check(fe_tagger_model(handle(), &result));
        return fastelman::model(result);
    }

    std::string info() const {
        return detail::text([this](char *buffer, std::size_t capacity, std::size_t *needed) {
            return fe_tagger_info(handle(), buffer, capacity, needed);
        });
    }

    void warm_up() const { check(fe_tagger_warm_up(handle())); }

    /* Labels a sentence: one label a word. Allocates nothing. */
    void tag(span<const std::int32_t> words, span<std::int32_t> labels) const {
        detail::require(labels.size() == words.size(), "expected one label a word");
        check(fe_tagger_tag(handle(), words.data(), words.size(), labels.data()));
    }

    /* The same, with the probability of each label. */
    void tag(span<const std::int32_t> words, span<std::int32_t> labels, span<float> confidence) const {
        detail::require(labels.size() == words.size(), "expected one label a word");
        detail::require(confidence.size() == words.size(), "expected one probability a word");
        check(fe_tagger_tag_confidence(
            handle(), words.data(), words.size(), labels.data(), confidence.data()));
    }

    /* The same, with the probabilities of all labels [words, labels]. */
    void tag_probabilities(
        span<const std::int32_t> words, span<std::int32_t> labels, span<float> probabilities) const {
        detail::require(labels.size() == words.size(), "expected one label a word");
        check(fe_tagger_tag_probabilities(
            handle(), words.data(), words.size(), labels.data(), probabilities.data(), probabilities.size()));
    }

    /* Labels words that are given by name. */
    std::vector<std::int32_t> tag(const std::vector<std::string_view> &words) const {
        std::vector<const char *> pointers;
        std::vector<std::size_t> lengths;
        for (std::string_view word : words) {
            pointers.push_back(word.data() == nullptr ? "" : word.data());
            lengths.push_back(word.size());
        }

        std::vector<std::int32_t> labels(words.size());
        check(fe_tagger_tag_words(
            handle(), pointers.data(), lengths.data(), words.size(), labels.data(), nullptr));
        return labels;
    }

    /* Divides a text into tokens, and labels them. */
    std::vector<token> tag_text(std::string_view text) const {
        std::vector<fe_range> places(text.size());
        std::vector<std::int32_t> labels(text.size());
        std::vector<float> confidence(text.size());
        std::size_t count = 0;
        check(fe_tagger_tag_text(
            handle(), text.data(), text.size(), places.data(), labels.data(), confidence.data(), text.size(),
            &count, nullptr));
        std::vector<token> tokens;
        for (std::size_t i = 0; i < count; i++) {
            tokens.push_back({ places[i].start, places[i].end, labels[i], confidence[i] });
        }

        return tokens;
    }

    /* Finds the slots of a text. */
    std::vector<fe_slot> find_slots(std::string_view text, fe_text_statistics *statistics = nullptr) const {
        std::vector<fe_slot> slots(16);
        std::size_t count = 0;
        fe_status status = find(text, slots, &count, statistics);
        if (status == FE_ERROR_BUFFER_TOO_SMALL) {
            slots.resize(count);
            status = find(text, slots, &count, statistics);
        }

        check(status);
        slots.resize(count);
        return slots;
    }

private:
    fe_status find(
        std::string_view text, std::vector<fe_slot> &slots, std::size_t *count, fe_text_statistics *statistics) const {
        return fe_tagger_find_slots(
            handle(), text.data(), text.size(), slots.data(), slots.size(), count, statistics);
    }

    detail::owner<fe_tagger_close> handle_;
    std::size_t label_count_ = 0;
};

/* Labels many sentences at once. Shared by all threads. */
class batch {
public:
    explicit batch(const tagger &source, std::int32_t max_threads = 1) {
        fe_batch handle = 0;
        check(fe_batch_create(source.handle(), max_threads, &handle));
        handle_ = detail::owner<fe_batch_close>(handle);
    }

    fe_batch handle() const noexcept { return handle_.get(); }

    /* Labels sentences that follow one another. */
    void tag(
        span<const std::int32_t> words, span<const std::int32_t> lengths, span<std::int32_t> labels) const {
        detail::require(labels.size() == words.size(), "expected one label a word");
        check(fe_batch_tag(
            handle(), words.data(), words.size(), lengths.data(), lengths.size(), labels.data()));
    }

    /* The same, with the probability of each label. */
    void tag(
        span<const std::int32_t> words,
        span<const std::int32_t> lengths,
        span<std::int32_t> labels,
        span<float> confidence) const {
        detail::require(labels.size() == words.size(), "expected one label a word");
        detail::require(confidence.size() == words.size(), "expected one probability a word");
        check(fe_batch_tag_confidence(
            handle(), words.data(), words.size(), lengths.data(), lengths.size(), labels.data(),
            confidence.data()));
    }

    /* The same, with the probabilities of all labels [words, labels]. */
    void tag_probabilities(
        span<const std::int32_t> words,
        span<const std::int32_t> lengths,
        span<std::int32_t> labels,
        span<float> probabilities) const {
        detail::require(labels.size() == words.size(), "expected one label a word");
        check(fe_batch_tag_probabilities(
            handle(), words.data(), words.size(), lengths.data(), lengths.size(), labels.data(),
            probabilities.data(), probabilities.size()));
    }

private:
    detail::owner<fe_batch_close> handle_;
};

/* Labels the words of one live stream. One thread at a time. */
class stream {
public:
    explicit stream(const tagger &source) {
        fe_stream handle = 0;
        check(fe_stream_create(source.handle(), &handle));
        handle_ = detail::owner<fe_stream_close>(handle);
        std::int32_t delay = 0;
        check(fe_stream_delay(handle, &delay));
        delay_ = static_cast<std::size_t>(delay);
    }

    fe_stream handle() const noexcept { return handle_.get(); }

    /* Words that the network looks ahead. */
    std::size_t delay() const noexcept { return delay_; }

    /* The index of a word for the next push. */
    std::int32_t word_index(std::string_view word) {
        std::int32_t index = -1;
        check(fe_stream_word_index(handle(), word.data(), word.size(), &index));
        return index;
    }

    /* Takes the next word; gives the label of the word that came delay() words earlier, or -1. */
    std::int32_t push(std::int32_t word) {
        std::int32_t label = -1;
        check(fe_stream_push(handle(), word, &label));
        return label;
    }

    /* The same, with the probability of that label. */
    std::int32_t push(std::int32_t word, float &confidence) {
        std::int32_t label = -1;
        check(fe_stream_push_confidence(handle(), word, &label, &confidence));
        return label;
    }

    /* The same, with the probabilities of all labels. */
    std::int32_t push_probabilities(std::int32_t word, span<float> probabilities) {
        std::int32_t label = -1;
        check(fe_stream_push_probabilities(
            handle(), word, &label, probabilities.data(), probabilities.size()));
        return label;
    }

    void prepare() { check(fe_stream_prepare(handle())); }
    void reset() { check(fe_stream_reset(handle())); }

    /* Ends the sentence: the labels of the words that still wait. */
    std::vector<std::int32_t> complete() {
        std::vector<std::int32_t> labels(delay_);
        std::size_t count = 0;
        check(fe_stream_complete(handle(), labels.data(), labels.size(), &count));
        labels.resize(count);
        return labels;
    }

    std::vector<unsigned char> save_state() const {
        std::size_t size = 0;
        const fe_status status = fe_stream_save_state(handle(), nullptr, 0, &size);
        if (status != FE_ERROR_BUFFER_TOO_SMALL) {
            check(status);
        }

        std::vector<unsigned char> state(size);
        check(fe_stream_save_state(handle(), state.data(), state.size(), &size));
        return state;
    }

    void restore_state(span<const unsigned char> state) {
        check(fe_stream_restore_state(handle(), state.data(), state.size()));
    }

private:
    detail::owner<fe_stream_close> handle_;
    std::size_t delay_ = 0;
};

} // namespace fastelman

#endif
