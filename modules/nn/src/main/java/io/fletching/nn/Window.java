package io.fletching.nn;

import io.fletching.spi.FletchingException;

/// What a [Convolution] sees of an image at once, and how it goes over the image.
///
/// Along an axis of `n` elements it stands at `(n + 2·padding − dilation·(size − 1) − 1) / stride + 1` places, rounded
/// down.
///
/// @param height elements of a column
/// @param width elements of a row
/// @param stride elements from one place to the next, along both axes
/// @param padding zeros around the image, on each side
/// @param dilation elements of the image from one element of the window to the next
public record Window(int height, int width, int stride, int padding, int dilation) {

    public Window {
        if (height < 1 || width < 1) {
            throw refusal("window-size", "A window of '" + height + "' by '" + width + "'; expected 1 or more each.");
        }
        if (stride < 1) {
            throw refusal("window-stride", "A window of stride '" + stride + "'; expected 1 or more.");
        }
        if (padding < 0) {
            throw refusal("window-padding", "A window with a padding of '" + padding + "'; expected 0 or more.");
        }
        if (dilation < 1) {
            throw refusal("window-dilation", "A window of dilation '" + dilation + "'; expected 1 or more.");
        }
    }

    /// A square window that goes on by one element, without padding.
    public static Window of(int size) {
        return of(size, size);
    }

    /// A window that goes on by one element, without padding.
    public static Window of(int height, int width) {
        return new Window(height, width, 1, 0, 1);
    }

    /// This window, going on by so many elements.
    public Window stride(int stride) {
        return new Window(height, width, stride, padding, dilation);
    }

    /// This window over an image with so many zeros on each side. A square window of odd size keeps the shape of
    /// images with a padding of `size / 2`.
    public Window padding(int padding) {
        return new Window(height, width, stride, padding, dilation);
    }

    /// This window with its elements so far apart.
    public Window dilation(int dilation) {
        return new Window(height, width, stride, padding, dilation);
    }

    /// The elements of the window.
    long elements() {
        return (long) height * width;
    }

    /// The places along a column of an image, 0 or fewer where the window does not fit.
    long placesDown(long imageHeight) {
        return places(imageHeight, height);
    }

    /// The places along a row of an image, 0 or fewer where the window does not fit.
    long placesAcross(long imageWidth) {
        return places(imageWidth, width);
    }

    private long places(long length, int size) {
        return Math.floorDiv(length + 2L * padding - (long) dilation * (size - 1) - 1, stride) + 1;
    }

    private static FletchingException refusal(String code, String message) {
        return new FletchingException(FletchingException.Kind.USER, code, message);
    }
}
