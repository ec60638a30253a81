package io.fletching.data.internal;

import java.util.ArrayList;
import java.util.List;

/// One continuous line of a digit, as closely spaced points of the unit square (x to the right, y down). Every point
/// knows how far along the stroke it lies, so that a stroke can be bent smoothly.
///
/// @param x the points' first coordinates
/// @param y the points' second coordinates
/// @param along each point's share of the stroke's length, 0 at the first and 1 at the last
@SuppressWarnings("ArrayRecordComponent") // nobody compares or prints strokes
record Stroke(double[] x, double[] y, double[] along) {

    /// The distance of neighbouring points: two pixels, fine enough to bend without corners.
    private static final double SPACING = 0.1;

    static Path from(double x, double y) {
        return new Path().to(x, y);
    }

    static Path arc(double centerX, double centerY, double radiusX, double radiusY, double from, double to) {
        return new Path().thenArc(centerX, centerY, radiusX, radiusY, from, to);
    }

    int points() {
        return x.length;
    }

    /// Lines and elliptic arcs, one after another.
    static final class Path {
        private final List<double[]> points = new ArrayList<>();

        /// A straight line to a point, or the first point.
        Path to(double x, double y) {
            if (!points.isEmpty()) {
                double[] last = points.getLast();
                int pieces = pieces(Math.sqrt(square(x - last[0]) + square(y - last[1])));
                for (int i = 1; i < pieces; i++) {
                    double share = (double) i / pieces;
                    points.add(new double[] {last[0] + share * (x - last[0]), last[1] + share * (y - last[1])});
                }
            }
            points.add(new double[] {x, y});
            return this;
        }

        /// An arc, and a straight line to where it begins. Angles are degrees, clockwise from the right.
        Path thenArc(double centerX, double centerY, double radiusX, double radiusY, double from, double to) {
            double length = Math.max(radiusX, radiusY) * StrictMath.toRadians(Math.abs(to - from));
            int pieces = pieces(length);
            for (int i = 0; i <= pieces; i++) {
                double angle = StrictMath.toRadians(from + (to - from) * i / pieces);
                double x = centerX + radiusX * StrictMath.cos(angle);
                double y = centerY + radiusY * StrictMath.sin(angle);
                if (i == 0) {
                    to(x, y);
                } else {
                    points.add(new double[] {x, y});
                }
            }
            return this;
        }

        Stroke end() {
            int n = points.size();
            double[] x = new double[n];
            double[] y = new double[n];
            double[] along = new double[n];
            for (int i = 0; i < n; i++) {
                x[i] = points.get(i)[0];
                y[i] = points.get(i)[1];
                along[i] = i == 0 ? 0 : along[i - 1] + Math.sqrt(square(x[i] - x[i - 1]) + square(y[i] - y[i - 1]));
            }
            for (int i = 0; i < n; i++) {
                along[i] /= along[n - 1];
            }
            along[n - 1] = 1;
            return new Stroke(x, y, along);
        }

        private static int pieces(double length) {
            return Math.max(1, (int) Math.ceil(length / SPACING));
        }

        private static double square(double value) {
            return value * value;
        }
    }
}
