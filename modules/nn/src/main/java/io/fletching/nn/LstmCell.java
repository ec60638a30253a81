package io.fletching.nn;

/// `i = σ(a)`, `f = σ(b)`, `g = tanh(c)`, `o = σ(d)`, `s = f · last + i · g` and `h = o · tanh(s)`. Last is the
/// s of the step before; the state is h, s and, for the way back, tanh(s).
final class LstmCell extends Cell {
    LstmCell() {
        super(4, 4, 3, 3);
    }

    @Override
    void forward(Tape tape, long now, long before, long n) {
        long i = now;
        long f = i + n;
        long g = f + n;
        long o = g + n;
        long h = o + n;
        long s = h + n;
        long t = s + n;
        long last = before + 5 * n;
        tape.sigmoid(i, 2 * n);
        tape.tanh(g, g, n);
        tape.sigmoid(o, n);
        tape.multiply(f, last, s, n);
        tape.multiplyAdd(i, g, s, n);
        tape.tanh(s, t, n);
        tape.multiply(o, t, h, n);
    }

    /// With `ds` the gradient of s, `ds += dh · o · (1 − tanh²(s))`: `dd = dh · tanh(s) · o · (1 − o)`,
    /// `da = ds · g · i · (1 − i)`, `dc = ds · i · (1 − g²)` and `db = ds · last · f · (1 − f)`; `ds · f` goes on.
    @Override
    void backward(Tape tape, long now, long before, long carry, long n) {
        long i = now;
        long f = i + n;
        long g = f + n;
        long o = g + n;
        long t = o + 3 * n;
        long ds = carry + n;
        long product = ds + n;
        long last = before + 5 * n;
        tape.multiply(carry, o, product, n);
        tape.complement(o, n);
        tape.scale(o, product, n);
        tape.scale(o, t, n);
        tape.complementOfSquare(t, t, n);
        tape.multiplyAdd(product, t, ds, n);
        tape.multiply(ds, i, product, n);
        tape.complement(i, n);
        tape.scale(i, product, n);
        tape.scale(i, g, n);
        tape.complementOfSquare(g, g, n);
        tape.scale(g, product, n);
        tape.scale(ds, f, n);
        tape.complement(f, n);
        tape.scale(f, ds, n);
        tape.scale(f, last, n);
        tape.clear(carry, n);
    }
}
