package io.fletching.nn;

/// `r = σ(a)`, `z = σ(b)`, `m = tanh(c + r · d)` and `h = (1 − z) · m + z · last`, where last is the h of the
/// step before, and d what it comes to for the third gate, with its bias.
final class GruCell extends Cell {
    GruCell() {
        super(3, 4, 1, 2);
    }

    @Override
    int hiddenSlot(int gate) {
        return gate == 2 ? 3 : gate;
    }

    @Override
    void forward(Tape tape, long now, long before, long n) {
        long r = now;
        long z = r + n;
        long m = z + n;
        long d = m + n;
        long h = d + n;
        long last = before + 4 * n;
        tape.sigmoid(r, 2 * n);
        tape.multiplyAdd(r, d, m, n);
        tape.tanh(m, m, n);
        tape.subtract(last, m, h, n);
        tape.scale(h, z, n);
        tape.add(h, m, n);
    }

    /// `dc = dh · (1 − z) · (1 − m²)`, `dd = dc · r`, `da = dc · d · r · (1 − r)` and
    /// `db = dh · (last − m) · z · (1 − z)`; `dh · z` goes on.
    @Override
    void backward(Tape tape, long now, long before, long carry, long n) {
        long r = now;
        long z = r + n;
        long m = z + n;
        long d = m + n;
        long last = before + 4 * n;
        long product = carry + n;
        tape.subtract(last, m, product, n);
        tape.scale(product, carry, n);
        tape.scale(product, z, n);
        tape.complementOfSquare(m, m, n);
        tape.scale(m, carry, n);
        tape.scale(carry, z, n);
        tape.complement(z, n);
        tape.scale(m, z, n);
        tape.scale(z, product, n);
        tape.multiply(m, r, product, n);
        tape.complement(r, n);
        tape.scale(r, product, n);
        tape.scale(r, d, n);
        tape.copy(product, d, n);
    }
}
