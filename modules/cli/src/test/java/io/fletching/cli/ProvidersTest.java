package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.ProblemCode;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvidersTest {

    @Test
    void theListHasEachProviderAndItsJar() {
        Outcome outcome = Outcome.of("providers", "list");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .hasSize(2 * Catalog.load().techniques().size())
                .anyMatch(line -> line.matches("initializer +he +Variance 2 / fan, for rectifiers"))
                .anyMatch(line -> line.matches("clipper +norm-clipping +Scales all gradients when .*"))
                .anyMatch(line -> line.strip().startsWith("io.fletching.provider.adamw ")
                        && line.contains("fletching-provider-adamw")
                        && line.endsWith(".jar"));
    }

    @Test
    void theListAsJson() throws IOException {
        JsonNode listing = json("providers", "list", "--json");
        var providers = listing.get("providers");
        assertThat(providers).hasSize(Catalog.load().techniques().size());
        JsonNode first = providers.get(providers.size() - 1);
        assertThat(first.get("kind").asText()).isEqualTo("clipper");
        assertThat(first.get("name").asText()).isEqualTo("zscore-clipping");
        assertThat(first.get("module").asText()).isEqualTo("io.fletching.provider.zscoreclipping");
        assertThat(first.get("version").asText()).isNotEmpty();
        assertThat(Path.of(first.get("jar").asText())).exists();
        assertThat(listing.get("problems")).isEmpty();
    }

    @Test
    void theListHasTheProblemsToo(@TempDir Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve("io.fletching.spi.Optimizer"), "nowhere.Missing");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            assertThat(Outcome.of("providers", "list").out())
                    .contains("Problems:")
                    .anyMatch(line -> line.contains("nowhere.Missing"))
                    .anyMatch(line -> line.startsWith("    -> "));
            JsonNode problem =
                    json("providers", "list", "--json").get("problems").get(0);
            assertThat(ProblemCode.find(problem.get("code").asText())).isPresent();
            assertThat(problem.get("what").asText()).contains("nowhere.Missing");
            assertThat(problem.get("cure").asText()).isNotEmpty();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"adamw", "optimizer/adamw", "io.fletching.provider.adamw/adamw"})
    void adamwIsDescribedByAnyOfItsNames(String name) {
        Outcome outcome = Outcome.of("providers", "describe", name);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().stream().map(line -> line.strip().replaceAll(" {2,}", " | ")))
                .contains(
                        "optimizer/adamw: Adam with decoupled weight decay",
                        "paper | https://arxiv.org/abs/1711.05101",
                        "option | default | allowed | what it is",
                        "beta1 | 0.9 | [0, 1) | Decay of the mean of gradients");
    }

    @Test
    void schedulesAndLossesAreDescribedToo() throws IOException {
        Outcome outcome = Outcome.of("providers", "describe", "schedule/cosine");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().stream().map(line -> line.strip().replaceAll(" {2,}", " | ")))
                .containsExactly(
                        "schedule/cosine: Half a cosine down to the floor",
                        "",
                        "paper | https://arxiv.org/abs/1608.03983",
                        "",
                        "Options, each as --set schedule.OPTION=VALUE:",
                        "option | default | allowed | what it is",
                        "warmup | 0 | [0, ∞) | Updates of warm-up, or their fraction of the run if below 1",
                        "floor | 0 | [0, 1] | The factor on the learning rate at the end",
                        "over | 0 | [0, ∞) | Updates until the end is reached, or their fraction of the run if below 1;"
                                + " 0 for all that are left");
        assertThat(json("providers", "describe", "schedule/multi-step", "--json")
                        .at("/options/1/type")
                        .asText())
                .isEqualTo("list");
        assertThat(Outcome.of("providers", "describe", "loss/mean-squared-error")
                        .out())
                .contains("It has no options.");
        assertThat(Outcome.of("providers", "describe", "schedule/cosin").err())
                .singleElement()
                .asString()
                .startsWith(
                        "fletch: There is no schedule 'cosin'. Did you mean 'cosine'? There are: [constant, cosine,");
    }

    /// Whatever counts updates says that it may be a fraction of them, and nothing else does.
    @Test
    void optionsOfSchedulesSayTheirUnit() {
        Set<String> counts = Set.of("warmup", "over", "every", "at", "period", "decay", "half");
        assertThat(BuiltIn.stream()
                        .filter(each -> each.kind().equals("schedule"))
                        .flatMap(each -> each.descriptor().options().stream()))
                .hasSizeGreaterThan(30)
                .allSatisfy(option -> assertThat(option.summary().contains("of the run if below 1"))
                        .as(option.name())
                        .isEqualTo(counts.contains(option.name())));
    }

    @Test
    void aDescriptionAsJson() throws IOException {
        JsonNode clipper = json("providers", "describe", "clipper/norm-clipping", "--json");
        assertThat(clipper.get("kind").asText()).isEqualTo("clipper");
        assertThat(clipper.get("options"))
                .satisfiesExactly(
                        option -> assertThat(option)
                                .hasToString("{\"name\":\"max-norm\",\"type\":\"real\",\"range\":\"(0, ∞)\","
                                        + "\"default\":\"1\",\"summary\":" + option.get("summary") + "}"),
                        option -> assertThat(option.get("type").asText()).isEqualTo("real"),
                        option -> assertThat(option.get("type").asText()).isEqualTo("real"),
                        option -> assertThat(option.get("type").asText()).isEqualTo("choice"));
        assertThat(json("providers", "describe", "sgd", "--json").get("options"))
                .anyMatch(option -> option.get("type").asText().equals("flag"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "optimizer/adanw | There is no optimizer 'adanw'. Did you mean 'adamw'? Optimizers: "
                        + MistakesTest.OPTIMIZERS + ".",
                "clipper/adamw | There is no clipper 'adamw'. Clippers: [" + MistakesTest.CLIPPERS + "].",
            })
    void noSuchProvider(String name, String line) {
        Outcome outcome = Outcome.of("providers", "describe", name);
        assertThat(outcome.err()).containsExactly("fletch: " + line);
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void noSuchProviderOfAnyKind() {
        assertThat(Outcome.of("providers", "describe", "hee").err())
                .singleElement()
                .asString()
                .startsWith("fletch: There is no provider 'hee'. Did you mean 'he'? Providers: [ada")
                .endsWith(", xavier, zeros, zscore-clipping].");
    }

    @Test
    void providersAloneSaysWhatThereIs() {
        assertThat(Outcome.of("providers").out())
                .anyMatch(line -> line.strip().startsWith("list "))
                .anyMatch(line -> line.strip().startsWith("describe "));
        assertThat(Outcome.of("providers", "lst").err())
                .singleElement()
                .asString()
                .startsWith("fletch: There is no command 'providers lst'. Did you mean 'list'? Commands: [list, ");
    }

    @Test
    void aCodeIsExplained() throws IOException {
        assertThat(Outcome.of("explain", "provider-missing").out())
                .hasSize(3)
                .first()
                .isEqualTo("provider-missing");
        assertThat(json("explain", "--json")).hasSize(ProblemCode.values().length);
        assertThat(json("explain", "provider-missing", "--json").get("cure").asText())
                .isEqualTo(ProblemCode.PROVIDER_MISSING.cure());
        assertThat(Outcome.of("explain", "provider-mising").err())
                .singleElement()
                .asString()
                .startsWith("fletch: There is no code 'provider-mising'. Did you mean 'provider-missing'? Codes: [");
    }

    private static JsonNode json(String... arguments) throws IOException {
        Outcome outcome = Outcome.of(arguments);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).hasSize(1);
        return new ObjectMapper().readTree(outcome.out().getFirst());
    }
}
