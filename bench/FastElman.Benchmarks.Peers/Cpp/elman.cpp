// The network as one would write it in C++ for speed on one thread: the input product of every word and place of the
// window worked out in advance, OpenBLAS for the products of several rows, and for those of one row, where OpenBLAS
// has little to offer, loops over panels of weights. Computes the probabilities of all labels, always.
// Matrices are row-major; rows are padded to whole vectors. Not thread-safe: a network has its own scratch memory.
#include <numeric>

#include "weights.h"

namespace {

// Sentences that run in lockstep at a time, so that their states stay in the second-level cache.
constexpr int ChunkSentences = 64;

class Elman {
public:
    Elman(int hidden, int labels, int words, int embedding, int window, const float *embeddings, const float *wx,
        const float *wh, const float *w, const float *bh, const float *b, const float *h0)
        : hidden(hidden), labels(labels), words(words), window(window), recurrent(wh, hidden, hidden),
          output(w, hidden, labels), table(zeros(size_t(words) * window * recurrent.stride)),
          initial(zeros(recurrent.stride)), outputBias(zeros(output.stride)), logits(zeros(output.stride)) {
        int stride = recurrent.stride;
        std::copy_n(h0, hidden, initial.get());
        std::fill_n(outputBias.get(), output.stride, -1e30f);
        std::copy_n(b, labels, outputBias.get());
        for (int word = 0; word < words; word++) std::copy_n(bh, hidden, table.get() + size_t(word) * window * stride);
        for (int place = 0; place < window; place++)
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, words, hidden, embedding, 1, embeddings, embedding,
                wx + size_t(place) * embedding * hidden, hidden, 1, table.get() + size_t(place) * stride,
                window * stride);
    }

    const float *row(int word, int place) const {
        return table.get() + (size_t(word) * window + place) * recurrent.stride;
    }

    // sum [stride] = the rows of the words in a window.
    void gather(const int *places, float *__restrict sum) const {
        int stride = whole(recurrent.stride);
        if (window == 7) {
            const float *__restrict a = row(places[0], 0), *__restrict b = row(places[1], 1);
            const float *__restrict c = row(places[2], 2), *__restrict d = row(places[3], 3);
            const float *__restrict e = row(places[4], 4), *__restrict f = row(places[5], 5);
            const float *__restrict g = row(places[6], 6);
            for (int i = 0; i < stride; i++)
                sum[i] = ((a[i] + b[i]) + (c[i] + d[i])) + ((e[i] + f[i]) + g[i]);
            return;
        }
        std::copy_n(row(places[0], 0), stride, sum);
        for (int place = 1; place < window; place++) {
            const float *__restrict each = row(places[place], place);
            for (int i = 0; i < stride; i++) sum[i] += each[i];
        }
    }

    // The windows of a sentence: [count + window - 1] words with padding at both ends, so that window t begins at t.
    const int *surround(const int *sentence, int count) {
        around.assign(count + window - 1, words - 1);
        std::copy_n(sentence, count, around.data() + window / 2);
        return around.data();
    }

    int step(const int *places, const float *before, float *after, float *probabilities) {
        gather(places, after);
        recurrent.addProduct(before, after);
        sigmoid(after, recurrent.stride);
        std::memcpy(logits.get(), outputBias.get(), output.stride * sizeof(float));
        output.addProduct(after, logits.get());
        return softmax(logits.get(), probabilities, output.stride);
    }

    void sentence(const int *sentence, int count, float *probabilities, int *best) {
        reserve(count);
        const int *places = surround(sentence, count);
        const float *before = initial.get();
        for (int t = 0; t < count; t++) {
            float *after = states.get() + size_t(t) * recurrent.stride;
            gather(places + t, after);
            recurrent.addProduct(before, after);
            sigmoid(after, recurrent.stride);
            before = after;
        }
        fillLogits(count);
        output.addFewProducts(states.get(), recurrent.stride, count, sums.get());
        for (int t = 0; t < count; t++)
            best[t] = softmax(
                sums.get() + size_t(t) * output.stride, probabilities + size_t(t) * output.stride, output.stride);
    }

    // Sentences in lockstep, the longest first, so that those still running are the first rows.
    void batch(const int *all, const int *lengths, int count, float *probabilities, int *best) {
        std::vector<int> &order = batchOrder, &starts = batchStarts;
        order.resize(count);
        starts.resize(count);
        for (int i = 0, start = 0; i < count; start += lengths[i++]) starts[i] = start;
        std::iota(order.begin(), order.end(), 0);
        std::sort(order.begin(), order.end(), [&](int a, int b) { return lengths[a] > lengths[b]; });
        for (int first = 0; first < count; first += chunk)
            lockstep(all, lengths, order.data() + first, std::min(chunk, count - first), probabilities, best);
    }

    void tick(const int *windows, int count, float *before, float *after, float *probabilities, int *best) {
        int stride = recurrent.stride;
        for (int i = 0; i < count; i++) gather(windows + size_t(i) * window, after + size_t(i) * stride);
        recurrent.addProducts(before, stride, count, after);
        sigmoid(after, count * stride);
        for (int first = 0; first < count; first += chunk) {
            int rows = std::min(chunk, count - first);
            reserve(rows);
            fillLogits(rows);
            output.addProducts(after + size_t(first) * stride, stride, rows, sums.get());
            for (int i = 0; i < rows; i++)
                best[first + i] = softmax(sums.get() + size_t(i) * output.stride,
                    probabilities + size_t(first + i) * output.stride, output.stride);
        }
    }

    int chunk = ChunkSentences;  // at most
    int hidden, labels, words, window;
    Weights recurrent, output;

private:
    void reserve(int rows) {
        if (rows <= capacity) return;
        capacity = rows;
        states = zeros(size_t(rows) * recurrent.stride);
        sums = zeros(size_t(rows) * output.stride);
    }

    void fillLogits(int rows) {
        for (int i = 0; i < rows; i++)
            std::memcpy(sums.get() + size_t(i) * output.stride, outputBias.get(), output.stride * sizeof(float));
    }

    void lockstep(
        const int *all, const int *lengths, const int *order, int count, float *probabilities, int *best) {
        int reach = window / 2, stride = recurrent.stride;
        int total = 0;
        for (int i = 0; i < count; i++) total += lengths[order[i]];
        reserve(std::max(total, count));
        if (starting.size() < size_t(count) * stride) {
            starting.resize(size_t(count) * stride);
            for (int i = 0; i < count; i++) std::copy_n(initial.get(), stride, starting.data() + size_t(i) * stride);
        }
        // Every sentence with padding around it.
        places.clear();
        for (int i = 0; i < count; i++) {
            offsets[i] = int(places.size());
            places.insert(places.end(), reach, words - 1);
            places.insert(places.end(), all + batchStarts[order[i]], all + batchStarts[order[i]] + lengths[order[i]]);
            places.insert(places.end(), reach, words - 1);
        }
        const float *before = starting.data();
        float *after = states.get();
        int running = count;
        for (int t = 0; t < lengths[order[0]]; t++) {
            while (lengths[order[running - 1]] <= t) running--;
            for (int i = 0; i < running; i++) gather(places.data() + offsets[i] + t, after + size_t(i) * stride);
            recurrent.addFewProducts(before, stride, running, after);
            sigmoid(after, running * stride);
            fillLogits(running);
            output.addFewProducts(after, stride, running, sums.get());
            for (int i = 0; i < running; i++) {
                int at = batchStarts[order[i]] + t;
                best[at] = softmax(sums.get() + size_t(i) * output.stride,
                    probabilities + size_t(at) * output.stride, output.stride);
            }
            before = after;
            after += size_t(running) * stride;
        }
    }

    Floats table, initial, outputBias, logits, states, sums;
    int capacity = 0;
    std::vector<int> around, places, batchOrder, batchStarts, offsets = std::vector<int>(ChunkSentences);
    std::vector<float> starting;

    friend class Streams;
};

// Texts that come word by word, each with its window and its state.
class Streams {
public:
    Streams(Elman *network, int count)
        : network(network), count(count), windows(size_t(count) * network->window, network->words - 1),
          before(zeros(size_t(count) * network->recurrent.stride)),
          after(zeros(size_t(count) * network->recurrent.stride)) {
        for (int i = 0; i < count; i++)
            std::copy_n(network->initial.get(), network->hidden, before.get() + size_t(i) * network->recurrent.stride);
    }

    // The next word of every stream; 0 where the windows have no word in their middle yet.
    int tick(const int *words, float *probabilities, int *best) {
        int window = network->window;
        for (int i = 0; i < count; i++) {
            int *places = windows.data() + size_t(i) * window;
            std::memmove(places, places + 1, (window - 1) * sizeof(int));
            places[window - 1] = words[i];
        }
        if (++ticks <= window / 2) return 0;
        ticks = window;
        if (count == 1) *best = network->step(windows.data(), before.get(), after.get(), probabilities);
        else network->tick(windows.data(), count, before.get(), after.get(), probabilities, best);
        std::swap(before, after);
        return 1;
    }

private:
    Elman *network;
    int count, ticks = 0;
    std::vector<int> windows;
    Floats before, after;
};

}  // namespace

extern "C" {

void *elman_new(int hidden, int labels, int words, int embedding, int window, const float *embeddings, const float *wx,
    const float *wh, const float *w, const float *bh, const float *b, const float *h0) {
    return new Elman(hidden, labels, words, embedding, window, embeddings, wx, wh, w, bh, b, h0);
}

void elman_delete(void *network) { delete static_cast<Elman *>(network); }

// Values from one row of probabilities to the next.
int elman_stride(void *network) { return static_cast<Elman *>(network)->output.stride; }

void elman_sentence(void *network, const int *words, int count, float *probabilities, int *labels) {
    static_cast<Elman *>(network)->sentence(words, count, probabilities, labels);
}

// Sentences end to end; answers in the same order.
void elman_batch(
    void *network, const int *words, const int *lengths, int count, float *probabilities, int *labels) {
    static_cast<Elman *>(network)->batch(words, lengths, count, probabilities, labels);
}

void *elman_streams_new(void *network, int count) { return new Streams(static_cast<Elman *>(network), count); }

void elman_streams_delete(void *streams) { delete static_cast<Streams *>(streams); }

int elman_streams_tick(void *streams, const int *words, float *probabilities, int *labels) {
    return static_cast<Streams *>(streams)->tick(words, probabilities, labels);
}

// "OpenBLAS 0.3.21 ...".
const char *elman_blas() { return openblas_get_config(); }

const char *elman_blas_kernels() { return openblas_get_corename(); }

}
