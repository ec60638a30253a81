package io.fletching.spi;

/// A sweep of a layout, with a barrier before the next.
public final class Pass {
    private static final Pass PARTS = new Pass(0);
    private static final Pass WHOLE = new Pass(1);

    /// 0 for a pass of parts, else the number of units that calls may share.
    private final long units;

    private Pass(long units) {
        this.units = units;
    }

    /// One call for each part.
    public static Pass parts() {
        return PARTS;
    }

    /// One call.
    public static Pass whole() {
        return WHOLE;
    }

    /// Several calls, at most 64, each owning equal shares of `units`: it writes units `[first, first + count)` alone.
    ///
    /// @param units how many units there are, at least 1
    public static Pass shares(long units) {
        if (units < 1) {
            throw new IllegalArgumentException("A pass of shares needs at least 1 unit, got " + units + ".");
        }
        return new Pass(units);
    }

    /// Whether this is a pass of parts.
    public boolean isParts() {
        return units == 0;
    }

    /// The number of units: 1 for a whole pass, 0 for a pass of parts.
    public long units() {
        return units;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pass pass && pass.units == units;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(units);
    }

    @Override
    public String toString() {
        return units == 0 ? "parts" : units == 1 ? "whole" : "shares(" + units + ")";
    }
}
