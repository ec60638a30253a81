package io.fletching.runtime;

/// How a loss is scaled so that small gradients survive a narrow type: `initial` at first, times `growth` after
/// `interval` good updates in a row, times `backoff` after a gradient that is not finite. That update is left out.
///
/// The scale does not fall below 1: where gradients are not finite even then, narrow numbers are not the cause, and the
/// clippers' `on-non-finite` decides.
///
/// [Mixed Precision Training](https://arxiv.org/abs/1710.03740)
///
/// @param initial at least 1
/// @param growth at least 1
/// @param backoff in (0, 1)
/// @param interval at least 1
public record LossScale(double initial, double growth, double backoff, long interval) {

    /// 2¹⁶, doubled after 2,000 good updates, halved after a bad one.
    public static LossScale dynamic() {
        return new LossScale(0x1p16, 2, 0.5, 2000);
    }

    /// Checks the numbers.
    public LossScale {
        require(initial >= 1 && initial <= Double.MAX_VALUE, "initial", initial, "a finite number of at least 1");
        require(growth >= 1 && growth <= Double.MAX_VALUE, "growth", growth, "a finite number of at least 1");
        require(backoff > 0 && backoff < 1, "backoff", backoff, "a number between 0 and 1");
        require(interval >= 1, "interval", (double) interval, "at least 1");
    }

    private static void require(boolean isRight, String what, double value, String expected) {
        if (!isRight) {
            throw new IllegalArgumentException(
                    "The " + what + " of a loss scale is '" + value + "'; expected " + expected + ".");
        }
    }
}
