package io.fletching.nn;

/// `r = σ(a)`, `z = σ(b)`, `m = tanh(c + r · d)` and `h = (1 − z) · m + z · before`, where d is what the hidden state
/// alone comes to for the third gate, with its bias.
record GruCell() implements Cell {
    @Override
    public int gates() {
        return 3;
    }

    @Override
    public int slots() {
        return 4;
    }

    @Override
    public int hiddenSlot(int gate) {
        return gate == 2 ? 3 : gate;
    }

    @Override
    public int units() {
        return 5;
    }

    @Override
    public int carries() {
        return 2;
    }

    @Override
    public void forward(Tape tape, long now, long before, long n) {
        long r = now;
        long z = r + n;
        long m = z + n;
        long d = m + n;
        long h = d + n;
        tape.sigmoid(r, 2 * n);
        tape.multiplyAdd(r, d, m, n);
        tape.tanh(m, m, n);
        tape.subtract(before + 4 * n, m, h, n);
        tape.scale(h, z, n);
        tape.add(h, m, n);
    }

    /// `dc = dh · (1 − z) · (1 − m²)`, `dd = dc · r`, `da = dc · d · r · (1 − r)` and
    /// `db = dh · (before − m) · z · (1 − z)`.
    @Override
    public void backward(Tape tape, long now, long before, long carry, long n) {
        long r = now;
        long z = r + n;
        long m = z + n;
        long d = m + n;
        long product = carry + n;
        tape.subtract(before + 4 * n, m, product, n);
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
