package io.fletching.spi;

/// How many inputs feed a unit of a weight, and how many units an input feeds.
public final class Fan {
    private final long in;
    private final long out;

    private Fan(long in, long out) {
        this.in = in;
        this.out = out;
    }

    /// A fan of at least 1 each way.
    public static Fan of(long in, long out) {
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException("A fan of " + in + " in, " + out + " out; expected at least 1 each.");
        }
        return new Fan(in, out);
    }

    /// Inputs that feed one unit.
    public long in() {
        return in;
    }

    /// Units that one input feeds.
    public long out() {
        return out;
    }

    /// The mean of the two.
    public double average() {
        return (in + out) / 2.0;
    }

    /// The geometric mean of the two.
    public double geometricMean() {
        return Math.sqrt((double) in * out);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fan fan && fan.in == in && fan.out == out;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * in + out);
    }

    @Override
    public String toString() {
        return in + " in, " + out + " out";
    }
}
