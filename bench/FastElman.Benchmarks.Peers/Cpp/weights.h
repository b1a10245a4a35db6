// A matrix of weights and its products with one row, by OpenBLAS or by loops, and with several, by OpenBLAS.
#pragma once

#include <chrono>
#include <limits>
#include <utility>
#include <vector>

#include <cblas.h>

#include "vectors.h"

namespace {

// Vectors of sums in a panel at most; they are to stay in registers.
constexpr int PanelVectors = Registers == 32 ? 16 : 12;

// Sums under way at a time, so that the latency of a multiply-add is hidden.
constexpr int LeastSums = 8;

typedef float Vector __attribute__((vector_size(Lanes * sizeof(float))));

// y [Vectors] += x [rows] · panel [rows, Vectors].
template <int Vectors>
void multiplyPanel(const float *__restrict x, int rows, const Vector *__restrict panel, Vector *__restrict y) {
    constexpr int Unrolled = Vectors >= LeastSums ? 1 : (LeastSums + Vectors - 1) / Vectors;
    Vector sums[Unrolled][Vectors] = {};
    for (int v = 0; v < Vectors; v++) sums[0][v] = y[v];
    int row = 0;
    for (; row + Unrolled <= rows; row += Unrolled) {
        for (int u = 0; u < Unrolled; u++)
            for (int v = 0; v < Vectors; v++) sums[u][v] += x[row + u] * panel[(row + u) * Vectors + v];
    }
    for (; row < rows; row++)
        for (int v = 0; v < Vectors; v++) sums[0][v] += x[row] * panel[row * Vectors + v];
    for (int u = 1; u < Unrolled; u++)
        for (int v = 0; v < Vectors; v++) sums[0][v] += sums[u][v];
    for (int v = 0; v < Vectors; v++) y[v] = sums[0][v];
}

using PanelProduct = void (*)(const float *, int, const Vector *, Vector *);

template <int... I>
constexpr PanelProduct productOf(int vectors, std::integer_sequence<int, I...>) {
    constexpr PanelProduct all[] = {multiplyPanel<I + 1>...};
    return all[vectors - 1];
}

// A matrix [rows, columns], twice: as it is for OpenBLAS, and in panels of a few vectors of columns for the loops.
class Weights {
public:
    Weights(const float *values, int rows, int columns)
        : rows(rows), columns(columns), stride(padded(columns)), plain(zeros(size_t(rows) * stride)),
          packed(zeros(size_t(rows) * stride)) {
        for (int row = 0; row < rows; row++)
            std::copy_n(values + size_t(row) * columns, columns, plain.get() + size_t(row) * stride);
        int vectors = stride / Lanes, count = (vectors + PanelVectors - 1) / PanelVectors;
        float *to = packed.get();
        for (int panel = 0; panel < count; panel++) {
            int first = vectors * panel / count, end = vectors * (panel + 1) / count;
            panels.push_back({end - first, productOf(end - first, std::make_integer_sequence<int, PanelVectors>())});
            for (int row = 0; row < rows; row++) {
                std::copy_n(plain.get() + size_t(row) * stride + first * Lanes, (end - first) * Lanes, to);
                to += (end - first) * Lanes;
            }
        }
        chooseProduct();
    }

    // y [stride] += x [rows] · this.
    void addProduct(const float *x, float *y) const {
        if (useLoops) addByLoops(x, y);
        else addByOpenBlas(x, y);
    }

    // y [count, stride] += x [count, xStride] · this.
    void addProducts(const float *x, int xStride, int count, float *y) const {
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, count, stride, rows, 1, x, xStride, plain.get(), stride,
            1, y, stride);
    }

    // The same for the rows of a sentence, which may be few: row by row where that is faster.
    void addFewProducts(const float *x, int xStride, int count, float *y) const {
        if (count <= loopRows)
            for (int i = 0; i < count; i++) addProduct(x + size_t(i) * xStride, y + size_t(i) * stride);
        else addProducts(x, xStride, count, y);
    }

    int rows, columns, stride;
    bool useLoops = true;
    int loopRows = 1;

private:
    struct Panel {
        int vectors;
        PanelProduct multiply;
    };

    void addByLoops(const float *x, float *y) const {
        const Vector *weights = reinterpret_cast<const Vector *>(packed.get());
        Vector *sums = reinterpret_cast<Vector *>(y);
        for (const Panel &panel : panels) {
            panel.multiply(x, rows, weights, sums);
            weights += size_t(rows) * panel.vectors;
            sums += panel.vectors;
        }
    }

    void addByOpenBlas(const float *x, float *y) const {
        cblas_sgemv(CblasRowMajor, CblasTrans, rows, stride, 1, plain.get(), stride, x, 1, 1, y, 1);
    }

    template <typename Action>
    static double nanoseconds(Action action) {
        double least = std::numeric_limits<double>::infinity();
        for (int round = 0; round < 9; round++) {
            auto start = std::chrono::steady_clock::now();
            for (int i = 0; i < 16; i++) action();
            std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - start;
            least = std::min(least, time.count() / 16);
        }
        return least;
    }

    // By the clock: which is faster depends on the size and on the machine.
    void chooseProduct() {
        constexpr int Most = 48;
        Floats x = zeros(size_t(Most) * padded(rows)), y = zeros(size_t(Most) * stride);
        double loops = nanoseconds([&] { addByLoops(x.get(), y.get()); });
        double openBlas = nanoseconds([&] { addByOpenBlas(x.get(), y.get()); });
        useLoops = loops <= openBlas;
        for (int count = 2; count <= Most; count++) {
            double together = nanoseconds([&] { addProducts(x.get(), padded(rows), count, y.get()); });
            if (together < count * std::min(loops, openBlas)) break;
            loopRows = count;
        }
    }

    Floats plain, packed;
    std::vector<Panel> panels;
};

}  // namespace
