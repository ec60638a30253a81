package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.reference.Outputs.Tolerance;
import io.fletching.runtime.Technique;
import io.fletching.spi.Optimizer;
import io.fletching.spi.WeightLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Optimizers that see a parameter as a whole, in the dialects of the libraries that have them.
final class Layerwise {
    private static final Tolerance ITERATED = new Tolerance(1e-4, 5e-7);

    private Layerwise() {}

    /// PyTorch's Muon rounds to bfloat16, and so do its figures, in float64 too.
    static Operation muonOfPyTorch(Technique<Optimizer> muon) {
        return muon(muon.with("precision", "bfloat16"));
    }

    static Operation muon(Technique<Optimizer> muon) {
        return Updates.optimizer(muon, Layerwise::muonOptions, WeightLayout.OUT_IN, ITERATED);
    }

    static Operation muonOfOptax(Technique<Optimizer> muon) {
        return Updates.optimizer(
                muon.with("bias-correction", "true"),
                figures -> {
                    assertThat(figures.options().path("scale").asText()).isEqualTo("sqrt(max(1, columns / rows))");
                    assertThat(figures.options().path("adaptive").asBoolean()).isFalse();
                    return muonOptions(figures);
                },
                WeightLayout.IN_OUT,
                ITERATED);
    }

    static Operation adafactorOfPyTorch(Technique<Optimizer> adafactor) {
        return Updates.optimizer(adafactor, figures -> {
            var options = new HashMap<>(Updates.options(figures));
            assertThat(options.remove("ep1")).as("the type's own epsilon").isEqualTo("null");
            rename(options, "ep2", "least-scale");
            rename(options, "d", "clip");
            options.put("decay-exponent", options.remove("beta2-decay").substring("-".length()));
            return options;
        });
    }

    static Operation adafactorOfOptax(Technique<Optimizer> adafactor) {
        var dialect = Map.of("eps", "1e-30", "eps-place", "square", "relative-step", "false", "decay-by", "nothing");
        return Updates.optimizer(adafactor.with(dialect), figures -> {
            var options = new HashMap<>(Updates.options(figures));
            rename(options, "min-dim-size-to-factor", "least-side");
            rename(options, "multiply-by-parameter-scale", "parameter-scale");
            rename(options, "clipping-threshold", "clip");
            rename(options, "decay-rate", "decay-exponent");
            return options;
        });
    }

    /// Both of timm's, LAMB and LARS.
    static Operation ofTimm(Technique<Optimizer> technique) {
        return Updates.optimizer(technique, figures -> {
            var options = new HashMap<>(Updates.options(figures));
            options.put("adapt", options.remove("always-adapt").equals("true") ? "always" : "decayed");
            rename(options, "trust-coeff", "trust");
            assertThat(options.getOrDefault("grad-averaging", "true")).isEqualTo("true");
            assertThat(options.getOrDefault("max-grad-norm", "null")).isEqualTo("null");
            options.keySet().removeAll(Set.of("grad-averaging", "max-grad-norm"));
            return options;
        });
    }

    static Operation lambOfOptax(Technique<Optimizer> lamb) {
        return Updates.optimizer(lamb.with("adapt", "always"), figures -> {
            var options = new HashMap<>(Updates.options(figures));
            assertThat(options.remove("eps-root")).isEqualTo("0.0");
            return options;
        });
    }

    private static Map<String, String> muonOptions(Case figures) {
        var options = new HashMap<>(Updates.options(figures));
        rename(options, "beta", "momentum");
        rename(options, "adjust-lr-fn", "adjustment");
        options.computeIfPresent("adjustment", (name, text) -> text.replace('_', '-'));
        var coefficients = figures.options().path(figures.options().has("ns_coeffs") ? "ns_coeffs" : "ns_coefficients");
        assertThat(coefficients).hasToString("[3.4445,-4.775,2.0315]");
        options.keySet().removeIf(name -> name.startsWith("ns-coeff"));
        options.keySet().removeAll(Set.of("scale", "adaptive", "orientation"));
        return options;
    }

    private static void rename(Map<String, String> options, String theirs, String ours) {
        if (options.containsKey(theirs)) {
            options.put(ours, options.remove(theirs));
        }
    }
}
