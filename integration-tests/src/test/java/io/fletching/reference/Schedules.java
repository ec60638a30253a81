package io.fletching.reference;

import com.fasterxml.jackson.databind.JsonNode;
import io.fletching.arrow.Memory;
import io.fletching.reference.Outputs.Tolerance;
import io.fletching.runtime.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;

/// Schedules: the learning rate of each update, where others speak of rates and we of factors.
final class Schedules {
    private static final Tolerance NEAR = new Tolerance(1e-12, 1e-15);

    private Schedules() {}

    static Operation schedule() {
        return (figures, outputs) -> {
            Ours ours = ours(figures.name(), figures.options());
            JsonNode expected = outputs.take("learning_rate");
            long steps = figures.inputs().path("steps").asLong();
            for (int update = 1; update <= steps; update++) {
                NEAR.check(
                        "update " + update,
                        ours.rate * ours.schedule.factor(update, steps),
                        expected.get(update - 1).doubleValue());
            }
        };
    }

    static Operation plateau() {
        return (figures, outputs) -> {
            figures.requireOptions(
                    "base_lr", "factor", "patience", "threshold", "threshold_mode", "cooldown", "min_lr", "mode");
            JsonNode o = figures.options();
            double rate = o.path("base_lr").doubleValue();
            Schedule schedule = Schedule.parse(
                    "plateau",
                    Map.of(
                            "factor", text(o, "factor"),
                            "patience", text(o, "patience"),
                            "threshold", text(o, "threshold"),
                            "mode", text(o, "threshold_mode").equals("rel") ? "relative" : "absolute",
                            "cooldown", text(o, "cooldown"),
                            "floor", share(o, "min_lr", rate)));
            try (var memory = Memory.create()) {
                var run = schedule.start(memory);
                JsonNode metric = figures.inputs().path("metric");
                JsonNode expected = outputs.take("learning_rate_after");
                for (int i = 0; i < metric.size(); i++) {
                    run.judged(metric.get(i).doubleValue(), i + 1, metric.size());
                    NEAR.check(
                            "validation " + i,
                            rate * run.factor(i + 1, metric.size()),
                            expected.get(i).doubleValue());
                }
            }
        };
    }

    /// @param rate that the factor 1 stands for
    private record Ours(double rate, Schedule schedule) {}

    private static Ours ours(String name, JsonNode o) {
        return switch (name) {
            case "step" -> base(o, "step", "every", text(o, "step_size"), "gamma", text(o, "gamma"));
            case "multi-step" -> base(o, "multi-step", "at", list(o.path("milestones")), "gamma", text(o, "gamma"));
            case "exponential" -> base(o, "exponential", "every", "1", "gamma", text(o, "gamma"));
            case "linear" ->
                base(
                        o,
                        "linear",
                        "from",
                        text(o, "start_factor"),
                        "floor",
                        text(o, "end_factor"),
                        "over",
                        text(o, "total_iters"));
            case "polynomial" ->
                o.has("transition_begin")
                        ? of(
                                o.path("init_value").doubleValue(),
                                "constant+polynomial",
                                "second-start",
                                text(o, "transition_begin"),
                                "second-over",
                                text(o, "transition_steps"),
                                "second-power",
                                text(o, "power"),
                                "second-floor",
                                share(o, "end_value", o.path("init_value").doubleValue()))
                        : base(o, "polynomial", "over", text(o, "total_iters"), "power", text(o, "power"));
            case "cosine" -> base(o, "cosine", "over", text(o, "T_max"), "floor", floor(o));
            case "cosine restarts" ->
                base(o, "cosine-restarts", "period", text(o, "T_0"), "growth", text(o, "T_mult"), "floor", floor(o));
            case "one-cycle cosine", "one-cycle linear three-phase" ->
                of(
                        o.path("max_lr").doubleValue(),
                        "one-cycle",
                        "rise",
                        text(o, "pct_start"),
                        "start-divisor",
                        text(o, "div_factor"),
                        "end-divisor",
                        text(o, "final_div_factor"),
                        "shape",
                        text(o, "anneal").equals("cos") ? "cosine" : "linear",
                        "three-phases",
                        String.valueOf(o.path("three_phase").asBoolean()));
            case "warm-up then cosine" ->
                base(
                        o,
                        "linear+cosine",
                        "first-from",
                        text(o, "start_factor"),
                        "first-floor",
                        "1",
                        "second-start",
                        text(o, "warmup"));
            case "cyclic triangular2" ->
                of(
                        o.path("max_lr").doubleValue(),
                        "cyclic",
                        "half",
                        text(o, "step_size_up"),
                        "shrink",
                        "0.5",
                        "floor",
                        share(o, "base_lr", o.path("max_lr").doubleValue()));
            case "warmup_cosine_decay" ->
                of(
                        o.path("peak_value").doubleValue(),
                        "linear+cosine",
                        "first-from",
                        text(o, "init_value"),
                        "first-floor",
                        "1",
                        "second-start",
                        text(o, "warmup_steps"),
                        "second-floor",
                        share(o, "end_value", o.path("peak_value").doubleValue()));
            case "exponential_decay staircase" ->
                of(
                        o.path("init_value").doubleValue(),
                        "step",
                        "every",
                        text(o, "transition_steps"),
                        "gamma",
                        text(o, "decay_rate"));
            case "warm-up, stable, decay" ->
                of(
                        o.path("peak").doubleValue(),
                        "linear+constant+linear",
                        "first-from",
                        "0",
                        "first-floor",
                        "1",
                        "second-start",
                        text(o, "warmup_steps"),
                        "third-start",
                        text(o, "stable_until"),
                        "third-over",
                        text(o, "decay_steps"));
            default -> throw new AssertionError("Nobody knows which of our schedules '" + name + "' is.");
        };
    }

    private static Ours base(JsonNode options, String name, String... texts) {
        return of(options.path("base_lr").doubleValue(), name, texts);
    }

    private static Ours of(double rate, String name, String... texts) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < texts.length; i += 2) {
            map.put(texts[i], texts[i + 1]);
        }
        return new Ours(rate, Schedule.parse(name, map));
    }

    private static String text(JsonNode options, String name) {
        return options.path(name).asText();
    }

    private static String list(JsonNode numbers) {
        return numbers.toString().replaceAll("[\\[\\]]", "");
    }

    private static String floor(JsonNode options) {
        return share(options, "eta_min", options.path("base_lr").doubleValue());
    }

    private static String share(JsonNode options, String name, double whole) {
        return Double.toString(options.path(name).doubleValue() / whole);
    }
}
