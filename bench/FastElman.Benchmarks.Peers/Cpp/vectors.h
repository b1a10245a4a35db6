// Rows of floats in whole vectors, and the functions that the network applies to them: loops that g++ vectorises.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

namespace {

#ifdef __AVX512F__
constexpr int Lanes = 16, Registers = 32;
#else
constexpr int Lanes = 8, Registers = 16;
#endif

int padded(int count) { return (count + Lanes - 1) / Lanes * Lanes; }

struct Free {
    void operator()(float *memory) const { std::free(memory); }
};

using Floats = std::unique_ptr<float[], Free>;

Floats zeros(size_t count) {
    size_t bytes = (count * sizeof(float) + 63) / 64 * 64;
    Floats memory(static_cast<float *>(std::aligned_alloc(64, std::max<size_t>(bytes, 64))));
    if (!memory) throw std::bad_alloc();
    std::memset(memory.get(), 0, bytes);
    return memory;
}

// e^x to 2 units in the last place, for x <= 88: 2^n · p(r) with |r| <= ln 2 / 2, p by Cephes.
inline float exponential(float x) {
    x = std::max(x, -87.0f);
    float n = std::nearbyint(x * 1.44269504f);
    float r = x - n * 0.693359375f + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    int32_t bits = (static_cast<int32_t>(n) + 127) << 23;
    float power;
    std::memcpy(&power, &bits, sizeof power);
    return p * power;
}

// What the compiler needs to know to leave out the loops for what is left over.
inline int whole(int count) {
    if (count <= 0 || count % Lanes != 0) __builtin_unreachable();
    return count;
}

inline void sigmoid(float *values, int count) {
    count = whole(count);
    for (int i = 0; i < count; i++) values[i] = 1.0f / (1.0f + exponential(-values[i]));
}

// Logits [count], count a multiple of Lanes, to probabilities; returns the best label.
inline int softmax(const float *__restrict logits, float *__restrict probabilities, int count) {
    count = whole(count);
    float largest = logits[0];
    for (int i = 0; i < count; i++) largest = std::max(largest, logits[i]);
    float sum = 0;
    int best = count;
    for (int i = 0; i < count; i++) {
        float e = exponential(logits[i] - largest);
        probabilities[i] = e;
        sum += e;
        best = std::min(best, logits[i] == largest ? i : count);
    }
    float scale = 1.0f / sum;
    for (int i = 0; i < count; i++) probabilities[i] *= scale;
    return best;
}

}  // namespace
