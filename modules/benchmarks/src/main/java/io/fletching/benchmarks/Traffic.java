package io.fletching.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What one call works through; JMH reports it beside the time, and [Ratios] divides by it.
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Traffic {
    /// Elements.
    public double elements;

    /// Bytes that it must read and write.
    public double bytes;

    /// For JMH.
    public Traffic() {}

    void of(double elements, double bytesOfEach) {
        this.elements = elements;
        this.bytes = elements * bytesOfEach;
    }
}
