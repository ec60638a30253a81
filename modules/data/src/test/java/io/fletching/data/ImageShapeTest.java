package io.fletching.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.data.Preparation.Column;
import io.fletching.data.Preparation.Inputs;
import io.fletching.data.Preparation.Numeric;
import io.fletching.data.Preparation.Pixels;
import io.fletching.data.Preparation.Table;
import io.fletching.data.Preparation.Vector;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageShapeTest {
    private static Preparation rows(Inputs inputs) {
        return new Preparation(true, Missing.ERROR, inputs, new Preparation.Real("y", 0, 1));
    }

    private static Column block(Integer... shape) {
        List<Double> zeros = Collections.nCopies(List.of(shape).stream().reduce(1, (a, b) -> a * b), 0.0);
        return new Vector("pixels", List.of(shape), zeros, zeros);
    }

    @Test
    void greyLevelsAreImagesOfOneChannelUnlessTheySayOtherwise() {
        assertThat(rows(new Pixels(List.of(28, 20), 0, 1)).imageShape()).contains(List.of(1, 28, 20));
        assertThat(rows(new Pixels(List.of(3, 8, 9), 0, 1)).imageShape()).contains(List.of(3, 8, 9));
        assertThat(rows(new Pixels(List.of(3, 3, 8, 9), 0, 1)).imageShape()).isEmpty();
    }

    @Test
    void aColumnOfBlocksIsImagesWhereItIsTheOnlyOne() {
        assertThat(rows(new Table(List.of(block(2, 5)))).imageShape()).contains(List.of(1, 2, 5));
        assertThat(rows(new Table(List.of(block(3, 2, 5)))).imageShape()).contains(List.of(3, 2, 5));
        assertThat(rows(new Table(List.of(block(768)))).imageShape()).isEmpty();
        assertThat(rows(new Table(List.of(block(2, 5), new Numeric("size", 0, 1))))
                        .imageShape())
                .isEmpty();
        assertThat(rows(new Table(List.of(new Numeric("size", 0, 1)))).imageShape())
                .isEmpty();
    }
}
