package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.arrow.Memory;
import io.fletching.spi.Clipper;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClipChainTest {
    private static final Catalog CATALOG = Catalog.of(new Clippers.Norm(), new Clippers.Value(), new Clippers.Sum());

    private final Memory memory = Memory.create();
    private final Variables variables = new Variables(memory);

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        assertThat(memory.bytes()).isZero();
    }

    private Variable variable(String name, double... gradient) {
        var variable = variables.create(Parameter.of(name, Shape.of(gradient.length)), DType.F32);
        for (int i = 0; i < gradient.length; i++) {
            variable.gradient().set(i, gradient[i]);
        }
        return variable;
    }

    private UpdaterBuilder updater(List<Technique<Clipper>> clippers) {
        UpdaterBuilder builder = Updater.of(variables).optimizer(Technique.of(new Rules.Plain("plain")));
        clippers.forEach(builder::clipper);
        return builder;
    }

    @Test
    void namesAreJoinedAsThoseOfSchedulesAre() {
        List<Technique<Clipper>> chain =
                CATALOG.clippers("norm+value+norm", Map.of("second-maximum", "3", "third-on-non-finite", "skip"));
        assertThat(chain.stream().map(Technique::toString))
                .containsExactly(
                        "norm{maximum=1, on-non-finite=refuse}",
                        "value{maximum=3}",
                        "norm{maximum=1, on-non-finite=skip}");
        var texts =
                Joined.texts(chain.stream().map(each -> each.options().texts()).toList());
        assertThat(texts)
                .containsEntry("first-maximum", "1")
                .containsEntry("second-maximum", "3")
                .containsEntry("third-on-non-finite", "skip");
        assertThat(CATALOG.clippers("norm+value+norm", texts).toString()).isEqualTo(chain.toString());
        assertThat(CATALOG.clippers("value", Map.of("maximum", "7")).toString()).isEqualTo("[value{maximum=7}]");
    }

    @Test
    void whatIsJoinedWronglyIsRefused() {
        assertRefused("norm+valve", Map.of(), "There is no clipper 'valve'. Did you mean 'value'?");
        assertRefused("norm+", Map.of(), "The clipper 'norm+' has no name behind the last '+'");
        assertRefused(
                "norm+value",
                Map.of("maximum", "2"),
                "'norm+value' has no option 'maximum'. Options: [first-maximum, first-on-non-finite,");
        assertRefused("norm+value", Map.of("third-maximum", "2"), "'norm+value' has no option 'third-maximum'.");
        assertRefused("norm+value", Map.of("second-maximun", "2"), "'value' has no option 'maximun'.");
        assertRefused(
                String.join("+", Stream.generate(() -> "norm").limit(9).toList()),
                Map.of(),
                "joins 9; expected at most 8.");
    }

    private static void assertRefused(String name, Map<String, String> texts, String message) {
        assertThatThrownBy(() -> CATALOG.clippers(name, texts))
                .isInstanceOf(FletchingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theBuildOfAVersionIsNoName() {
        assertThat(Joined.names("clipper", "a/norm@1.0+20260101+b/value@2"))
                .containsExactly("a/norm@1.0+20260101", "b/value@2");
    }

    @Test
    void onePolicyHoldsForAll() {
        Variable one = variable("one", Double.NaN);
        UpdateReport report = updater(CATALOG.clippers("norm+value+norm", Map.of("third-on-non-finite", "skip")))
                .build()
                .update(1, 1);
        assertThat(report.applied()).isFalse();
        assertThat(one.value().get(0)).isZero();
        assertThat(report.clipperFactor(2)).isEqualTo(1);

        var two = CATALOG.clippers(
                "norm+norm", Map.of("first-on-non-finite", "skip", "second-on-non-finite", "propagate"));
        assertThatThrownBy(() -> updater(two).build())
                .hasMessage("Of the clippers, 'norm' skips an update with a gradient that is not finite and 'norm' lets"
                        + " it propagate; expected one 'on-non-finite' for all.");
    }

    @Test
    void clippersSeeWhatTheEarlierOnesLeft() {
        Variable one = variable("one", 6, 1);
        UpdateReport report = updater(
                        CATALOG.clippers("value+sum", Map.of("first-maximum", "2", "second-maximum", "1.5")))
                .build()
                .update(1, 0.5);
        // Scaled: 3 and 0.5; by value: 2 and 0.5; their sum 2.5 is bounded by a factor of 0.6.
        assertThat(one.gradient().get(0)).isEqualTo(2);
        assertThat(one.gradient().get(1)).isEqualTo(0.5);
        double byValue = Math.sqrt(4.25 / 9.25);
        assertThat(report.clipFactor()).isEqualTo(byValue * 0.6, within(1e-12));
        assertThat(report.clippers()).isEqualTo(2);
        assertThat(report.clipperNorm(0)).isEqualTo(Math.sqrt(9.25), within(1e-12));
        assertThat(report.clipperFactor(0)).isEqualTo(byValue, within(1e-12));
        assertThat(report.clipperNorm(1)).isEqualTo(Math.sqrt(4.25), within(1e-12));
        assertThat(report.clipperFactor(1)).isEqualTo(0.6, within(1e-12));
        assertThat(one.value().get(0)).isEqualTo(-0.1 * 2 * 0.6, within(1e-7));
    }

    /// Nor has it a share in what the others see; that it is finite is asked all the same.
    @Test
    void noClipperSeesWhatIsUnclipped() {
        Variable head = variable("head", 40);
        Variable body = variable("body", 3);
        var updater = updater(CATALOG.clippers("norm+value+sum", Map.of("first-maximum", "1.5", "second-maximum", "1")))
                .group(ParameterGroup.parse("head unclipped", CATALOG::optimizer))
                .build();
        UpdateReport report = updater.update(1, 0.5);
        assertThat(report.norm()).isEqualTo(Math.hypot(20, 1.5), within(1e-12));
        assertThat(report.clipperNorm(0)).isEqualTo(1.5);
        assertThat(report.clipperFactor(0)).isEqualTo(1);
        assertThat(report.clipperFactor(1)).isEqualTo(1 / 1.5, within(1e-12));
        assertThat(body.value().get(0)).isEqualTo(-0.1, within(1e-8));
        assertThat(head.value().get(0)).isEqualTo(-2, within(1e-6));
        assertThat(head.gradient().get(0)).as("never written").isEqualTo(40);

        head.gradient().set(0, Double.POSITIVE_INFINITY);
        assertThatThrownBy(() -> updater.update(1, 0.5)).hasMessageContaining("the gradient of 'head' is 'Infinity'");
    }

    @Test
    void editsThatChangeNothingAreNoClipping() {
        var gradient = new double[200_000];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = Math.sin(i);
        }
        variable("large", gradient);
        UpdateReport report =
                updater(CATALOG.clippers("value", Map.of())).build().update(1, 1);
        assertThat(report.clipFactor()).isEqualTo(1);
        assertThat(report.clipperFactor(0)).isEqualTo(1);
    }
}
