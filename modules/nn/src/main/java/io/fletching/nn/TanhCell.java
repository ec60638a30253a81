package io.fletching.nn;

/// `h = tanh(a)`.
final class TanhCell extends Cell {
    TanhCell() {
        super(1, 1, 1, 1);
    }

    @Override
    void forward(Tape tape, long now, long before, long n) {
        tape.tanh(now, now + n, n);
    }

    /// `da = dh · (1 − h²)`.
    @Override
    void backward(Tape tape, long now, long before, long carry, long n) {
        tape.complementOfSquare(now + n, now, n);
        tape.scale(now, carry, n);
        tape.clear(carry, n);
    }
}
