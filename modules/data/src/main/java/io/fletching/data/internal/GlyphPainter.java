package io.fletching.data.internal;

import java.util.Arrays;

/// Draws digits: strokes are bent, warped, scaled, slanted, turned and shifted at random, and the grey level of a pixel
/// follows from its distance to the nearest stroke. Then noise is added. One painter draws one image after another and
/// keeps its scratch memory; not for several threads.
public final class GlyphPainter {
    /// Pixels to a side.
    public static final int SIDE = 20;

    private static final int PIXELS = SIDE * SIDE;
    private static final int CONTROLS = 4;
    private static final double BEND = 0.035;
    private static final double WARP = 0.03;
    private static final double NARROWING = 0.85;
    private static final double STRETCH = 0.15;
    private static final double SLANT = 0.35;
    private static final double ROTATION = 0.15;
    private static final double SHIFT = 0.10;
    private static final double NOISE = 0.15;

    private final double[] nearest = new double[PIXELS];
    private final double[] bendX = new double[CONTROLS];
    private final double[] bendY = new double[CONTROLS];

    /// Draws one image.
    ///
    /// @param digit 0 to 9
    /// @param draws the image's own random numbers
    /// @param grey receives 400 grey levels, row by row, 0 (paper) to 255 (ink) as unsigned bytes
    /// @param at index of the first
    public void paint(int digit, Draws draws, byte[] grey, int at) {
        Placement placement = Placement.draw(draws);
        double halfThickness = draws.uniform(0.035, 0.075);
        double contrast = draws.uniform(0.6, 1);
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (Stroke stroke : Digits.strokes(digit)) {
            trace(stroke, placement, draws, halfThickness + 0.5 / SIDE);
        }
        for (int i = 0; i < PIXELS; i++) {
            double ink = clip((halfThickness - Math.sqrt(nearest[i])) * SIDE + 0.5) * contrast;
            grey[at + i] = (byte) Math.round(clip(ink + draws.normal(NOISE)) * 255);
        }
    }

    /// Lowers the squared distance of the pixels that one stroke reaches.
    private void trace(Stroke stroke, Placement placement, Draws draws, double reach) {
        for (int i = 0; i < CONTROLS; i++) {
            bendX[i] = draws.normal(BEND);
            bendY[i] = draws.normal(BEND);
        }
        double lastX = 0;
        double lastY = 0;
        for (int i = 0; i < stroke.points(); i++) {
            double bentX = stroke.x()[i] + interpolate(bendX, stroke.along()[i]);
            double bentY = stroke.y()[i] + interpolate(bendY, stroke.along()[i]);
            double warpedX = placement.warpX(bentX, bentY);
            double warpedY = placement.warpY(bentX, bentY);
            double x = placement.x(warpedX, warpedY);
            double y = placement.y(warpedX, warpedY);
            if (i > 0) {
                segment(lastX, lastY, x, y, reach);
            }
            lastX = x;
            lastY = y;
        }
    }

    private static double interpolate(double[] controls, double along) {
        double position = along * (CONTROLS - 1);
        int left = Math.min((int) position, CONTROLS - 2);
        double share = position - left;
        return controls[left] + share * (controls[left + 1] - controls[left]);
    }

    private void segment(double x0, double y0, double x1, double y1, double reach) {
        double dx = x1 - x0;
        double dy = y1 - y0;
        double square = dx * dx + dy * dy;
        int left = pixel(Math.min(x0, x1) - reach);
        int right = pixel(Math.max(x0, x1) + reach);
        int bottom = pixel(Math.max(y0, y1) + reach);
        for (int row = pixel(Math.min(y0, y1) - reach); row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                double px = (column + 0.5) / SIDE - x0;
                double py = (row + 0.5) / SIDE - y0;
                double share = square == 0 ? 0 : clip((px * dx + py * dy) / square);
                double offX = px - share * dx;
                double offY = py - share * dy;
                int i = row * SIDE + column;
                nearest[i] = Math.min(nearest[i], offX * offX + offY * offY);
            }
        }
    }

    private static int pixel(double coordinate) {
        return Math.clamp((long) Math.floor(coordinate * SIDE), 0, SIDE - 1);
    }

    private static double clip(double value) {
        return Math.clamp(value, 0.0, 1.0);
    }

    /// Where one image's strokes go: a sine warp, then an affine map about the middle of the square.
    private record Placement(
            double warpX,
            double warpY,
            double phaseX,
            double phaseY,
            double scaleX,
            double scaleY,
            double slant,
            double cosine,
            double sine,
            double shiftX,
            double shiftY) {

        static Placement draw(Draws draws) {
            double warpX = draws.normal(WARP);
            double warpY = draws.normal(WARP);
            double phaseX = draws.uniform(0, 2 * Math.PI);
            double phaseY = draws.uniform(0, 2 * Math.PI);
            double scale = draws.uniform(0.55, 0.85);
            double scaleX = scale * NARROWING * draws.uniform(1 - STRETCH, 1 + STRETCH);
            double scaleY = scale * draws.uniform(1 - STRETCH, 1 + STRETCH);
            double slant = draws.uniform(-SLANT, SLANT);
            double angle = draws.uniform(-ROTATION, ROTATION);
            double shiftX = draws.uniform(-SHIFT, SHIFT);
            double shiftY = draws.uniform(-SHIFT, SHIFT);
            return new Placement(
                    warpX,
                    warpY,
                    phaseX,
                    phaseY,
                    scaleX,
                    scaleY,
                    slant,
                    StrictMath.cos(angle),
                    StrictMath.sin(angle),
                    shiftX,
                    shiftY);
        }

        double warpX(double x, double y) {
            return x + warpX * StrictMath.sin(2 * Math.PI * y + phaseX);
        }

        double warpY(double x, double y) {
            return y + warpY * StrictMath.sin(2 * Math.PI * x + phaseY);
        }

        double x(double x, double y) {
            return 0.5 + shiftX + cosine * slanted(x, y) - sine * (y - 0.5) * scaleY;
        }

        double y(double x, double y) {
            return 0.5 + shiftY + sine * slanted(x, y) + cosine * (y - 0.5) * scaleY;
        }

        private double slanted(double x, double y) {
            return (x - 0.5) * scaleX - slant * (y - 0.5) * scaleY;
        }
    }
}
