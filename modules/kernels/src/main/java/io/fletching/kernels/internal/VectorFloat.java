package io.fletching.kernels.internal;

import static io.fletching.kernels.internal.Lanes.STEP;
import static io.fletching.kernels.internal.Lanes.SUM_STEP;

import io.fletching.kernels.Activation;
import io.fletching.kernels.Function;
import java.lang.foreign.MemorySegment;

/// Float32 with the Vector API: whole vectors here, and the elements that are left by the scalar twin.
public final class VectorFloat extends ScalarFloat {

    @Override
    public String name() {
        return "vector-" + Lanes.FLOATS.vectorBitSize();
    }

    /// How many of n elements fill whole vectors.
    private static long whole(long n) {
        return n - n % STEP;
    }

    /// How many of n elements fill whole vectors of sums.
    private static long wholeSums(long n) {
        return n - n % SUM_STEP;
    }

    @Override
    public double groups(Term term, MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double a) {
        if (term == Term.POWER) {
            return super.groups(term, x, xAt, y, yAt, n, a);
        }
        MemorySegment room = Scratch.ofThread().result();
        Sums.set(room, 0, a);
        groupRows(term, x, xAt, y, yAt, 1, n, room, room, 1);
        return Sums.get(room, 1);
    }

    @Override
    public void reduceRows(
            Term term,
            MemorySegment x,
            long xAt,
            MemorySegment y,
            long yAt,
            long rows,
            long width,
            MemorySegment centers,
            MemorySegment sums,
            long sumsAt) {
        if (width % LANES == 0 && width <= BLOCK && term != Term.POWER) {
            groupRows(term, x, xAt, y, yAt, rows, width, centers, sums, sumsAt);
        } else {
            super.reduceRows(term, x, xAt, y, yAt, rows, width, centers, sums, sumsAt);
        }
    }

    private static void groupRows(
            Term term,
            MemorySegment x,
            long xAt,
            MemorySegment y,
            long yAt,
            long rows,
            long width,
            MemorySegment centers,
            MemorySegment sums,
            long sumsAt) {
        switch (term) {
            case VALUE -> VectorReductions.sums(x, xAt, rows, width, sums, sumsAt);
            case SQUARE -> VectorReductions.squares(x, xAt, rows, width, sums, sumsAt);
            case ABSOLUTE -> VectorReductions.absolutes(x, xAt, rows, width, sums, sumsAt);
            case SQUARED_DEVIATION -> VectorReductions.squaredDeviations(x, xAt, rows, width, centers, sums, sumsAt);
            case PRODUCT -> VectorReductions.products(x, xAt, y, yAt, rows, width, sums, sumsAt);
            case DEVIATION_PRODUCT ->
                VectorReductions.deviationProducts(x, xAt, y, yAt, rows, width, centers, sums, sumsAt);
            case POWER ->
                throw new IllegalArgumentException("The term 'POWER' has no vector form; use the scalar one.");
        }
    }

    @Override
    public double maximum(MemorySegment x, long xAt, long n) {
        long m = whole(n);
        return Math.max(VectorReductions.maximum(x, xAt, m), super.maximum(x, xAt + m, n - m));
    }

    @Override
    public double maximumAbsolute(MemorySegment x, long xAt, long n) {
        long m = whole(n);
        return Math.max(VectorReductions.maximumAbsolute(x, xAt, m), super.maximumAbsolute(x, xAt + m, n - m));
    }

    @Override
    public void fill(MemorySegment y, long yAt, long n, double value) {
        long m = whole(n);
        VectorElementwise.fill(y, yAt, m, (float) value);
        super.fill(y, yAt + m, n - m, value);
    }

    @Override
    public void scale(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double factor) {
        long m = whole(n);
        VectorElementwise.scale(x, xAt, y, yAt, m, (float) factor);
        super.scale(x, xAt + m, y, yAt + m, n - m, factor);
    }

    @Override
    public void addScaled(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double factor) {
        long m = whole(n);
        VectorElementwise.addScaled(x, xAt, y, yAt, m, (float) factor);
        super.addScaled(x, xAt + m, y, yAt + m, n - m, factor);
    }

    @Override
    public void add(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        long m = whole(n);
        VectorElementwise.add(a, aAt, b, bAt, y, yAt, m);
        super.add(a, aAt + m, b, bAt + m, y, yAt + m, n - m);
    }

    @Override
    public void subtract(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        long m = whole(n);
        VectorElementwise.subtract(a, aAt, b, bAt, y, yAt, m);
        super.subtract(a, aAt + m, b, bAt + m, y, yAt + m, n - m);
    }

    @Override
    public void multiply(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        long m = whole(n);
        VectorElementwise.multiply(a, aAt, b, bAt, y, yAt, m);
        super.multiply(a, aAt + m, b, bAt + m, y, yAt + m, n - m);
    }

    @Override
    public void multiplyAdd(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        long m = whole(n);
        VectorElementwise.multiplyAdd(a, aAt, b, bAt, y, yAt, m);
        super.multiplyAdd(a, aAt + m, b, bAt + m, y, yAt + m, n - m);
    }

    @Override
    public void clamp(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double low, double high) {
        long m = whole(n);
        VectorElementwise.clamp(x, xAt, y, yAt, m, (float) low, (float) high);
        super.clamp(x, xAt + m, y, yAt + m, n - m, low, high);
    }

    @Override
    public void map(Function f, MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        long m = whole(n);
        MemorySegment room = Scratch.ofThread().first();
        for (long i = 0; i < m; i += Scratch.SIZE) {
            long count = Math.min(Scratch.SIZE, m - i);
            switch (f) {
                case EXP -> VectorFunctions.exp(x, xAt + i, y, yAt + i, count);
                case LOG -> VectorFunctions.log(x, xAt + i, y, yAt + i, count);
                case TANH -> VectorFunctions.tanh(x, xAt + i, y, yAt + i, count, room);
                case ERF -> VectorFunctions.erf(x, xAt + i, y, yAt + i, count, room);
                case SIN -> sine(f, 0, x, xAt + i, y, yAt + i, count);
                case COS -> sine(f, 1, x, xAt + i, y, yAt + i, count);
                case SQRT -> VectorFunctions.sqrt(x, xAt + i, y, yAt + i, count);
            }
        }
        super.map(f, x, xAt + m, y, yAt + m, n - m);
    }

    /// A chunk that holds a very large angle, or none, goes through the scalar twin.
    private void sine(Function f, int turns, MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        if (VectorReductions.maximumAbsolute(x, xAt, n) <= FloatMath.ANGLE_LIMIT) {
            VectorFunctions.sine(x, xAt, y, yAt, n, turns);
        } else {
            super.map(f, x, xAt, y, yAt, n);
        }
    }

    @Override
    public void activate(Activation f, MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        long m = whole(n);
        Scratch scratch = Scratch.ofThread();
        for (long i = 0; i < m; i += Scratch.SIZE) {
            VectorActivations.forward(f, x, xAt + i, y, yAt + i, Math.min(Scratch.SIZE, m - i), scratch);
        }
        super.activate(f, x, xAt + m, y, yAt + m, n - m);
    }

    @Override
    public void activateBackward(
            Activation f, MemorySegment x, long xAt, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        long m = whole(n);
        Scratch scratch = Scratch.ofThread();
        for (long i = 0; i < m; i += Scratch.SIZE) {
            long count = Math.min(Scratch.SIZE, m - i);
            VectorGradients.backward(f, x, xAt + i, dy, dyAt + i, dx, dxAt + i, count, scratch);
        }
        super.activateBackward(f, x, xAt + m, dy, dyAt + m, dx, dxAt + m, n - m);
    }

    @Override
    public void shiftedExponentials(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double shift) {
        long m = whole(n);
        for (long i = 0; i < m; i += Scratch.SIZE) {
            VectorFunctions.shiftedExp(x, xAt + i, y, yAt + i, Math.min(Scratch.SIZE, m - i), (float) shift);
        }
        super.shiftedExponentials(x, xAt + m, y, yAt + m, n - m, shift);
    }

    @Override
    public void addToRows(MemorySegment v, long vAt, MemorySegment y, long yAt, long rows, long width) {
        if (width % STEP == 0) {
            VectorRows.add(v, vAt, y, yAt, rows, width);
        } else {
            super.addToRows(v, vAt, y, yAt, rows, width);
        }
    }

    @Override
    public void multiplyRows(
            MemorySegment x, long xAt, MemorySegment v, long vAt, MemorySegment y, long yAt, long rows, long width) {
        if (width % STEP == 0) {
            VectorRows.multiply(x, xAt, v, vAt, y, yAt, rows, width);
        } else {
            super.multiplyRows(x, xAt, v, vAt, y, yAt, rows, width);
        }
    }

    @Override
    public void normalizeRows(
            MemorySegment x,
            long xAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            MemorySegment y,
            long yAt,
            long rows,
            long width,
            long from) {
        long m = whole(width);
        VectorRows.normalize(x, xAt, mean, meanAt, inverse, inverseAt, y, yAt, rows, width, m);
        super.normalizeRows(x, xAt, mean, meanAt, inverse, inverseAt, y, yAt, rows, width, m);
    }

    @Override
    public void gradientRows(
            MemorySegment x,
            long xAt,
            MemorySegment g,
            long gAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            MemorySegment sums,
            MemorySegment dx,
            long dxAt,
            long rows,
            long width,
            long from) {
        long m = whole(width);
        VectorRows.gradient(x, xAt, g, gAt, mean, meanAt, inverse, inverseAt, sums, dx, dxAt, rows, width, m);
        super.gradientRows(x, xAt, g, gAt, mean, meanAt, inverse, inverseAt, sums, dx, dxAt, rows, width, m);
    }

    @Override
    public void normalizedDots(
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            long rows,
            long width,
            MemorySegment sums,
            long sumsAt,
            long from) {
        long m = wholeSums(width);
        VectorRows.normalizedDots(x, xAt, dy, dyAt, mean, meanAt, inverse, inverseAt, rows, width, sums, sumsAt, m);
        super.normalizedDots(x, xAt, dy, dyAt, mean, meanAt, inverse, inverseAt, rows, width, sums, sumsAt, m);
    }

    @Override
    public void columnSums(MemorySegment x, long xAt, long rows, long width, MemorySegment sums, long sumsAt) {
        if (width % LANES == 0) {
            VectorColumns.sums(x, xAt, rows, width, sums, sumsAt);
        } else {
            super.columnSums(x, xAt, rows, width, sums, sumsAt);
        }
    }

    @Override
    public void accumulate(MemorySegment x, long xAt, MemorySegment sums, long sumsAt, long n) {
        long m = wholeSums(n);
        VectorColumns.accumulate(x, xAt, sums, sumsAt, m);
        super.accumulate(x, xAt + m, sums, sumsAt + m, n - m);
    }

    @Override
    public void accumulateProducts(
            MemorySegment x, long xAt, MemorySegment y, long yAt, MemorySegment sums, long sumsAt, long n) {
        long m = wholeSums(n);
        VectorColumns.accumulateProducts(x, xAt, y, yAt, sums, sumsAt, m);
        super.accumulateProducts(x, xAt + m, y, yAt + m, sums, sumsAt + m, n - m);
    }

    @Override
    public void accumulateDeviations(
            MemorySegment x, long xAt, MemorySegment mean, long meanAt, MemorySegment sums, long sumsAt, long n) {
        long m = wholeSums(n);
        VectorColumns.accumulateDeviations(x, xAt, mean, meanAt, sums, sumsAt, m);
        super.accumulateDeviations(x, xAt + m, mean, meanAt + m, sums, sumsAt + m, n - m);
    }

    @Override
    public void accumulateNormalized(
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            MemorySegment sums,
            long sumsAt,
            long n) {
        long m = wholeSums(n);
        VectorColumns.accumulateNormalized(x, xAt, dy, dyAt, mean, meanAt, inverse, inverseAt, sums, sumsAt, m);
        super.accumulateNormalized(
                x, xAt + m, dy, dyAt + m, mean, meanAt + m, inverse, inverseAt + m, sums, sumsAt + m, n - m);
    }

    @Override
    public void normalizeColumns(
            MemorySegment x,
            long xAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment scale,
            long scaleAt,
            MemorySegment y,
            long yAt,
            long n) {
        long m = whole(n);
        VectorColumns.normalize(x, xAt, mean, meanAt, scale, scaleAt, y, yAt, m);
        super.normalizeColumns(x, xAt + m, mean, meanAt + m, scale, scaleAt + m, y, yAt + m, n - m);
    }

    @Override
    public void gradientColumns(
            MemorySegment x,
            long xAt,
            MemorySegment dy,
            long dyAt,
            MemorySegment mean,
            long meanAt,
            MemorySegment inverse,
            long inverseAt,
            MemorySegment scale,
            long scaleAt,
            MemorySegment meanGradient,
            long meanGradientAt,
            MemorySegment meanProduct,
            long meanProductAt,
            MemorySegment dx,
            long dxAt,
            long n) {
        long m = whole(n);
        VectorColumns.gradient(
                x,
                xAt,
                dy,
                dyAt,
                mean,
                meanAt,
                inverse,
                inverseAt,
                scale,
                scaleAt,
                meanGradient,
                meanGradientAt,
                meanProduct,
                meanProductAt,
                dx,
                dxAt,
                m);
        super.gradientColumns(
                x,
                xAt + m,
                dy,
                dyAt + m,
                mean,
                meanAt + m,
                inverse,
                inverseAt + m,
                scale,
                scaleAt + m,
                meanGradient,
                meanGradientAt + m,
                meanProduct,
                meanProductAt + m,
                dx,
                dxAt + m,
                n - m);
    }

    @Override
    public void uniform(long key, long first, MemorySegment y, long yAt, long n, double low, double high) {
        float range = (float) range(low, high);
        float most = Math.max((float) low, Math.nextDown((float) high));
        long head = Math.min(n, -first & (PhiloxWords.PANEL - 1));
        long m = head + (n - head) / PhiloxWords.PANEL * PhiloxWords.PANEL;
        super.uniform(key, first, y, yAt, head, low, high);
        for (long i = head; i < m; i += Scratch.SIZE) {
            long count = Math.min(Scratch.SIZE, m - i);
            VectorRandom.uniform(key, first + i, y, yAt + i, count, (float) low, range, most);
        }
        super.uniform(key, first + m, y, yAt + m, n - m, low, high);
    }

    @Override
    public void normal(long key, long first, MemorySegment y, long yAt, long n, double mean, double deviation) {
        long head = Math.min(n, -first & (PhiloxWords.PANEL - 1));
        long m = head + (n - head) / PhiloxWords.PANEL * PhiloxWords.PANEL;
        super.normal(key, first, y, yAt, head, mean, deviation);
        Scratch scratch = Scratch.ofThread();
        for (long i = head; i < m; i += Scratch.SIZE) {
            long count = Math.min(Scratch.SIZE, m - i);
            VectorRandom.normal(key, first + i, y, yAt + i, count, (float) mean, (float) deviation, scratch);
        }
        super.normal(key, first + m, y, yAt + m, n - m, mean, deviation);
    }
}
