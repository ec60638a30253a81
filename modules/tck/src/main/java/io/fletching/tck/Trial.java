package io.fletching.tck;

import io.fletching.spi.Tensor;

/// One bound provider at work on memory of its own: what the rules that hold for every kind run.
abstract class Trial implements AutoCloseable {
    private final Bench bench;
    private final Digest past = new Digest();
    private int turn;

    /// @param bench closed with the trial
    Trial(Bench bench) {
        this.bench = bench;
    }

    final Bench bench() {
        return bench;
    }

    /// The turn that runs, from 1.
    final int turn() {
        return turn;
    }

    /// Gives the inputs their numbers for a turn.
    abstract void feed(int turn);

    /// One run on the inputs as they are.
    abstract void run();

    /// A hash of all that a run may change and of which something is promised.
    abstract String now();

    /// A hash of what a run only reads.
    abstract String inputs();

    /// A hash of what every part alone decides, or an empty text where a combining pass has a say in everything.
    abstract String partwise();

    /// Puts numbers that are not finite into the inputs.
    ///
    /// @throws Inapplicable where there are no inputs
    abstract void poison();

    /// Goes on from where another trial of the same provider stands, as a restored checkpoint does.
    abstract void copyFrom(Trial other);

    /// One run on new inputs; what it leaves enters [#digest()].
    final void advance() {
        turn++;
        feed(turn);
        run();
        past.add(now());
    }

    /// One run more on the same inputs.
    final void again() {
        turn++;
        run();
    }

    final void resume(Trial other) {
        turn = other.turn;
        copyFrom(other);
    }

    /// A hash over all turns; the trial is at its end.
    final String digest() {
        return past.text();
    }

    static void poison(Tensor tensor) {
        if (tensor.size() > 0) {
            tensor.set(tensor.size() - 1, Double.POSITIVE_INFINITY);
            tensor.set(0, Double.NaN);
        }
    }

    @Override
    public void close() {
        bench.close();
    }
}
