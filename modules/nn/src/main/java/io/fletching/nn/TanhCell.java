package io.fletching.nn;

/// `h = tanh(a)`.
record TanhCell() implements Cell {
    @Override
    public int gates() {
        return 1;
    }

    @Override
    public int slots() {
        return 1;
    }

    @Override
    public int units() {
        return 2;
    }

    @Override
    public int carries() {
        return 1;
    }

    @Override
    public void forward(Tape tape, long now, long before, long n) {
        tape.tanh(now, now + n, n);
    }

    /// `da = dh · (1 − h²)`.
    @Override
    public void backward(Tape tape, long now, long before, long carry, long n) {
        tape.complementOfSquare(now + n, now, n);
        tape.scale(now, carry, n);
        tape.clear(carry, n);
    }
}
