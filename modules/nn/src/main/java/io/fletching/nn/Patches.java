package io.fletching.nn;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Shape;
import java.lang.foreign.MemorySegment;

/// Images as matrices whose columns are what a window sees at each of its places, so that a convolution is a product of
/// matrices.
///
/// An image is first *spread*: laid out with its padding, and where the stride is not 1 taken apart into stride²
/// images of every stride-th element. Then what one element of the window sees at all places, from the first to the
/// last, is one run of memory, and a row of patches one copy. The price are a few places at the end of each row but
/// the last where the window would leave the image: *wide* rows have them, and what stands there is dropped.
///
/// Patches are made a piece at a time, so that they stay in a cache: of a few images, or of a strip of one.
final class Patches {
    /// The elements that a piece has at most, unless one row of places has more: 256 KiB of a second-level cache.
    private static final long PIECE = 65_536;

    private final Kernels kernels;
    private final Window window;
    private final long channels;
    private final long height;
    private final long width;
    private final long down;
    private final long across;
    /// Of a spread image: its height, and its width, which is that of a wide row.
    private final long spreadHeight;

    private final long spreadWidth;
    private final long images;
    private final long stripRows;

    private Patches(Kernels kernels, Window window, long channels, long height, long width) {
        this.kernels = kernels;
        this.window = window;
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.down = window.placesDown(height);
        this.across = window.placesAcross(width);
        this.spreadHeight = down + (window.height() - 1L) * window.dilation() / window.stride();
        this.spreadWidth = across + (window.width() - 1L) * window.dilation() / window.stride();
        long most = Math.clamp(PIECE / rows() / spreadWidth, 1, down);
        this.stripRows = Math.ceilDiv(down, Math.ceilDiv(down, most));
        this.images = Math.max(1, PIECE / rows() / places(down));
    }

    /// The patches of some channels of images `[channels, height, width]`.
    static Patches of(Kernels kernels, Window window, Shape images, long channels) {
        return new Patches(kernels, window, channels, images.dim(1), images.dim(2));
    }

    /// The rows of a matrix of patches: a channel's elements of the window, channel by channel.
    long rows() {
        return channels * window.elements();
    }

    /// How many images a piece has, at most.
    long images() {
        return images;
    }

    /// How many strips an image is cut into; 1 where a piece has several images.
    long strips() {
        return Math.ceilDiv(down, stripRows);
    }

    /// The columns that a strip of one image has.
    long columns(long strip) {
        return places(stripHeight(strip));
    }

    /// The columns of the largest piece.
    long mostColumns() {
        return images * places(stripRows);
    }

    /// The elements of a spread image.
    long spreadSize() {
        return channels * window.stride() * window.stride() * spreadHeight * spreadWidth;
    }

    private long places(long rows) {
        return (rows - 1) * spreadWidth + across;
    }

    private long stripHeight(long strip) {
        return Math.min(stripRows, down - strip * stripRows);
    }

    /// Spreads an image.
    void spread(MemorySegment x, long xAt, MemorySegment spread, long at) {
        kernels.fill(spread, at, spreadSize(), 0);
        move(x, xAt, spread, at, true);
    }

    /// The way back of [#spread].
    void contract(MemorySegment spread, long at, MemorySegment x, long xAt) {
        if (window.stride() > 1) {
            // The last elements may be where the window never is.
            kernels.fill(x, xAt, channels * height * width, 0);
        }
        move(x, xAt, spread, at, false);
    }

    private void move(MemorySegment x, long xAt, MemorySegment spread, long at, boolean spreading) {
        int stride = window.stride();
        for (long channel = 0; channel < channels; channel++) {
            for (long row = 0; row < height; row++) {
                long padded = row + window.padding();
                if (padded / stride >= spreadHeight) {
                    continue;
                }
                for (int phase = 0; phase < stride; phase++) {
                    long first = Math.floorMod(phase - window.padding(), stride);
                    long column = (first + window.padding()) / stride;
                    long n = Math.min(spreadWidth - column, Math.ceilDiv(width - first, stride));
                    long image = (channel * stride + padded % stride) * stride + phase;
                    long there = at + (image * spreadHeight + padded / stride) * spreadWidth + column;
                    long here = xAt + (channel * height + row) * width + first;
                    if (spreading) {
                        copy(x, here, stride, spread, there, 1, n);
                    } else {
                        copy(spread, there, 1, x, here, stride, n);
                    }
                }
            }
        }
    }

    private void copy(
            MemorySegment from, long fromAt, long fromStep, MemorySegment to, long toAt, long toStep, long n) {
        if (fromStep == 1 && toStep == 1) {
            if (n > 0) {
                kernels.copy(from, fromAt, to, toAt, n);
            }
        } else if (kernels.bytes() == Integer.BYTES) {
            for (long i = 0; i < n; i++) {
                int bits = from.get(JAVA_INT_UNALIGNED, (fromAt + i * fromStep) * Integer.BYTES);
                to.set(JAVA_INT_UNALIGNED, (toAt + i * toStep) * Integer.BYTES, bits);
            }
        } else {
            for (long i = 0; i < n; i++) {
                long bits = from.get(JAVA_LONG_UNALIGNED, (fromAt + i * fromStep) * Long.BYTES);
                to.set(JAVA_LONG_UNALIGNED, (toAt + i * toStep) * Long.BYTES, bits);
            }
        }
    }

    /// Writes the patches of a strip of a spread image into some columns of a matrix.
    ///
    /// @param stride elements from one row of the matrix to the next
    void cut(MemorySegment spread, long spreadAt, long strip, MemorySegment patches, long at, long stride) {
        long n = columns(strip);
        for (long row = 0; row < rows(); row++) {
            kernels.copy(spread, spreadAt + seen(row, strip), patches, at + row * stride, n);
        }
    }

    /// Adds patches to where [#cut] took them from.
    void add(MemorySegment patches, long at, long stride, long strip, MemorySegment spread, long spreadAt) {
        long n = columns(strip);
        for (long row = 0; row < rows(); row++) {
            long there = spreadAt + seen(row, strip);
            kernels.add(spread, there, patches, at + row * stride, spread, there, n);
        }
    }

    /// Where in a spread image lies what an element of the window sees at the first place of a strip.
    private long seen(long row, long strip) {
        long element = row % window.elements();
        long y = element / window.width() * window.dilation();
        long x = element % window.width() * window.dilation();
        int stride = window.stride();
        long image = (row / window.elements() * stride + y % stride) * stride + x % stride;
        return (image * spreadHeight + strip * stripRows + y / stride) * spreadWidth + x / stride;
    }

    /// Writes a strip of outputs `[outputs, down, across]` into some columns of a matrix, with zeros in places
    /// where the window leaves the image.
    void widen(MemorySegment y, long yAt, long outputs, long strip, MemorySegment wide, long at, long stride) {
        for (long output = 0; output < outputs; output++) {
            kernels.fill(wide, at + output * stride, columns(strip), 0);
            for (long row = 0; row < stripHeight(strip); row++) {
                long here = yAt + (output * down + strip * stripRows + row) * across;
                kernels.copy(y, here, wide, at + output * stride + row * spreadWidth, across);
            }
        }
    }

    /// The way back of [#widen].
    void narrow(MemorySegment wide, long at, long stride, long outputs, long strip, MemorySegment y, long yAt) {
        for (long output = 0; output < outputs; output++) {
            for (long row = 0; row < stripHeight(strip); row++) {
                long there = yAt + (output * down + strip * stripRows + row) * across;
                kernels.copy(wide, at + output * stride + row * spreadWidth, y, there, across);
            }
        }
    }
}
