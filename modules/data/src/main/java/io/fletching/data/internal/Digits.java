package io.fletching.data.internal;

import java.util.List;

/// The ten digits as strokes in the unit square: as high as the square, and so much narrower that a linear model mixes
/// them up while their shapes stay apart.
final class Digits {
    private static final List<List<Stroke>> STROKES = List.of(
            List.of(Stroke.arc(0.5, 0.5, 0.29, 0.5, -90, 270).end()),
            List.of(Stroke.from(0.32, 0.22).to(0.54, 0).to(0.54, 1).end()),
            List.of(Stroke.arc(0.5, 0.28, 0.28, 0.28, -160, 35)
                    .to(0.19, 1)
                    .to(0.81, 1)
                    .end()),
            List.of(Stroke.arc(0.48, 0.25, 0.26, 0.25, -155, 90)
                    .thenArc(0.48, 0.74, 0.3, 0.26, -90, 155)
                    .end()),
            List.of(
                    Stroke.from(0.58, 0).to(0.18, 0.66).to(0.83, 0.66).end(),
                    Stroke.from(0.62, 0.35).to(0.62, 1).end()),
            List.of(Stroke.from(0.76, 0)
                    .to(0.28, 0)
                    .to(0.24, 0.48)
                    .thenArc(0.48, 0.68, 0.29, 0.32, -130, 150)
                    .end()),
            List.of(Stroke.arc(0.71, 0.7, 0.5, 0.7, -95, -180)
                    .thenArc(0.5, 0.7, 0.29, 0.3, -180, 180)
                    .end()),
            List.of(Stroke.from(0.18, 0).to(0.81, 0).to(0.43, 1).end()),
            List.of(
                    Stroke.arc(0.5, 0.25, 0.24, 0.25, -90, 270).end(),
                    Stroke.arc(0.5, 0.75, 0.29, 0.25, -90, 270).end()),
            List.of(Stroke.arc(0.5, 0.3, 0.29, 0.3, 0, -360)
                    .thenArc(0.29, 0.3, 0.5, 0.7, 0, 60)
                    .end()));

    private Digits() {}

    static List<Stroke> strokes(int digit) {
        return STROKES.get(digit);
    }
}
