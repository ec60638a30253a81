package io.fletching.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Prints JMH's results as times of an element, and as shares of the speed at which memory is copied.
public final class Ratios {
    private static final String CEILING = "ceiling";

    private Ratios() {}

    /// A benchmark's result.
    record Result(String family, String name, double elements, double bytes, double nanoseconds) {
        static Result of(JsonNode run) {
            String[] names = run.path("benchmark").asText().split("\\.", -1);
            var name = new StringBuilder(names[names.length - 1]);
            run.path("params").properties().forEach(param -> {
                if (!param.getKey().equals("n")) {
                    name.append(' ').append(param.getValue().asText());
                }
            });
            return new Result(
                    names[names.length - 2],
                    name.toString(),
                    ofACall(run, "elements"),
                    ofACall(run, "bytes"),
                    run.path("primaryMetric").path("score").asDouble());
        }

        /// The score is the sum of all iterations, each of which has what the last call left.
        private static double ofACall(JsonNode run, String counter) {
            return run.path("secondaryMetrics")
                    .path(counter)
                    .path("rawData")
                    .path(0)
                    .path(0)
                    .asDouble();
        }

        double nanosecondsOfEach() {
            return nanoseconds / elements;
        }

        double gigabytesPerSecond() {
            return bytes / nanoseconds;
        }
    }

    /// Prints the table.
    ///
    /// @param arguments the JSON file that JMH was told to write
    public static void main(String... arguments) throws IOException {
        table(Path.of(arguments[0])).forEach(System.out::println);
    }

    /// A line for each result; what it is compared to is the ceiling of its class with the most similar size.
    static List<String> table(Path json) throws IOException {
        var results = new ArrayList<Result>();
        new ObjectMapper().readTree(json.toFile()).forEach(run -> results.add(Result.of(run)));
        results.sort(Comparator.comparing(Result::family)
                .thenComparingDouble(Result::elements)
                .thenComparingDouble(Result::nanoseconds));
        var lines = new ArrayList<String>();
        lines.add("%-52s %10s %10s %8s %9s".formatted("", "elements", "ns each", "GB/s", "of a copy"));
        for (Result result : results) {
            double share = results.stream()
                    .filter(other -> other.family().equals(result.family()))
                    .filter(other -> other.name().equals(CEILING))
                    .min(Comparator.comparingDouble(other -> distance(other, result)))
                    .map(ceiling -> result.gigabytesPerSecond() / ceiling.gigabytesPerSecond())
                    .orElse(Double.NaN);
            lines.add("%-52s %10.0f %10.3f %8.1f %9.2f"
                    .formatted(
                            result.family() + " " + result.name(),
                            result.elements(),
                            result.nanosecondsOfEach(),
                            result.gigabytesPerSecond(),
                            share));
        }
        return lines;
    }

    private static double distance(Result a, Result b) {
        return Math.abs(Math.log(a.elements() / b.elements()));
    }
}
