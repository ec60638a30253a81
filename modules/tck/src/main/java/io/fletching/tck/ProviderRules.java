package io.fletching.tck;

import static io.fletching.tck.Rule.optional;
import static io.fletching.tck.Rule.required;

import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Option;
import io.fletching.spi.Provider;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// The rules that hold before anything runs, for every kind: what a provider says, and what it makes of options and
/// shapes.
final class ProviderRules {
    static final List<Rule> ALL = Stream.concat(
                    Stream.of(
                            required("ALL-01", "is found as a service", ProviderRules::isFound),
                            required("ALL-02", "describes itself the same every time", ProviderRules::describesItself),
                            required(
                                    "ALL-03", "says in one line what it and each option is", ProviderRules::summarizes),
                            optional("ALL-04", "names its paper by a URI", ProviderRules::namesItsPaper),
                            required("ALL-05", "reads its options back", ProviderRules::readsItsOptionsBack),
                            required(
                                    "ALL-06",
                                    "works or says why not up to the bounds of its options, and refuses what is"
                                            + " beyond",
                                    ProviderRules::keepsItsBounds),
                            required("ALL-07", "plans the same every time", ProviderRules::plansTheSame),
                            required(
                                    "ALL-08",
                                    "serves a shape, or refuses it by name before it runs",
                                    ProviderRules::servesOrRefuses)),
                    Stream.concat(
                            RunRules.ALL.stream(),
                            Stream.of(required(
                                    "ALL-21",
                                    "computes in the types that it says, F32 among them",
                                    ProviderRules::computesInItsTypes))))
            .toList();

    private static final int LINE = 120;
    private static final long LARGE = 1 << 22;

    private ProviderRules() {}

    private static void isFound(Subject<?> subject) {
        var type = subject.provider().getClass();
        var kind = subject.kind();
        var module = type.getModule();
        // ServiceLoader must be called where `uses` stands: here.
        ServiceLoader<? extends Provider> loader = Optional.ofNullable(module.getLayer())
                .<ServiceLoader<? extends Provider>>map(layer -> ServiceLoader.load(layer, kind))
                .orElseGet(() -> ServiceLoader.load(kind, type.getClassLoader()));
        var found = loader.stream()
                .map(ServiceLoader.Provider::type)
                .map(Class::getName)
                .toList();
        Violation.unless(
                found.contains(type.getName()),
                "Neither a module nor META-INF/services names '" + type.getName() + "' as a " + kind.getName()
                        + "; found are " + found + ".");
    }

    private static void describesItself(Subject<?> subject) {
        var provider = subject.provider();
        var first = provider.descriptor();
        Violation.unless(first.equals(provider.descriptor()), "A second call of descriptor() answers otherwise.");
        Violation.unless(first.equals(subject.descriptor()), "A second instance describes itself otherwise.");
    }

    private static void summarizes(Subject<?> subject) {
        var descriptor = subject.descriptor();
        isALine("The provider's summary", descriptor.summary());
        for (Option<?> option : descriptor.options()) {
            isALine("The summary of option '" + option.name() + "'", option.summary());
        }
    }

    private static void isALine(String what, String text) {
        Violation.unless(
                !text.isBlank() && text.lines().count() == 1 && text.length() <= LINE,
                what + " is '" + text + "'; expected one line of 1 to " + LINE + " characters.");
    }

    private static void namesItsPaper(Subject<?> subject) {
        var paper = subject.descriptor().paper();
        try {
            Violation.unless(
                    new URI(paper).isAbsolute(), "The paper is '" + paper + "'; expected a URI such as https://…");
        } catch (URISyntaxException e) {
            throw new Violation("The paper is '" + paper + "', which is no URI.", e);
        }
    }

    private static void readsItsOptionsBack(Subject<?> subject) {
        var descriptor = subject.descriptor();
        for (var variant : subject.variants()) {
            var options = descriptor.parse(variant);
            var read = descriptor.parse(options.texts());
            for (Option<?> option : descriptor.options()) {
                Violation.unless(
                        read.get(option).equals(options.get(option)),
                        "Option '" + option.name() + "' is written as '"
                                + options.texts().get(option.name()) + "', which reads back as another value.");
            }
        }
    }

    private static void keepsItsBounds(Subject<?> subject) {
        var descriptor = subject.descriptor();
        refuses(descriptor, "no-such-option", "1");
        for (Option<?> option : descriptor.options()) {
            var bounds = Bounds.of(descriptor, option);
            bounds.beyond().forEach(text -> refuses(descriptor, option.name(), text));
            bounds.within().forEach(text -> worksOrSaysWhyNot(subject, Map.of(option.name(), text)));
        }
    }

    private static void refuses(Descriptor descriptor, String option, String text) {
        try {
            descriptor.parse(Map.of(option, text));
        } catch (FletchingException refused) {
            Violation.unless(
                    refused.kind() == Kind.USER && message(refused).contains("'" + option + "'"),
                    "Option '" + option + "' = '" + text + "' is refused with '" + message(refused) + "'.");
            return;
        }
        throw new Violation("Option '" + option + "' takes '" + text + "', which is beyond its bounds.");
    }

    private static String message(FletchingException refused) {
        return String.valueOf(refused.getMessage());
    }

    /// Where a number of an option makes state larger than a test can hold, only planning is tried.
    private static void worksOrSaysWhyNot(Subject<?> subject, Map<String, String> variant) {
        for (var shapes : subject.small()) {
            var c = new Case(variant, shapes);
            try {
                boolean fits = subject.bind(c)
                        .layouts()
                        .flatMap(layout -> layout.slots().stream())
                        .mapToLong(slot -> slot.shape().size())
                        .allMatch(size -> size < LARGE);
                if (fits) {
                    runsOnce(subject, c);
                }
            } catch (FletchingException refused) {
                Violation.unless(
                        refused.kind() == Kind.USER,
                        "With " + c + " it refuses with kind '" + refused.kind() + "'; expected USER: " + refused);
            } catch (RuntimeException broken) {
                throw new Violation("With " + c + " it throws " + broken, broken);
            }
        }
    }

    private static void runsOnce(Subject<?> subject, Case c) {
        try (var trial = subject.bind(c).on(Bench.plain())) {
            trial.advance();
        } catch (FletchingException thrown) {
            if (thrown.kind() != Kind.DATA) {
                throw new Violation("With " + c + " it runs into " + thrown, thrown);
            }
        }
    }

    private static void plansTheSame(Subject<?> subject) {
        subject.each(c -> repeats(subject, c), subject.smallAndEdges());
    }

    private static void computesInItsTypes(Subject<?> subject) {
        var types = subject.provider().types();
        Violation.unless(
                types.contains(DType.F32),
                "It computes in " + types + "; expected F32 among them, since that is what every host has.");
        Violation.unless(types.equals(subject.provider().types()), "asked again it computes in other types.");
        if (types.contains(DType.F64)) {
            subject.each(subject::comparesTypes, subject.small());
        }
    }

    private static void repeats(Subject<?> subject, Case c) {
        var bound = subject.bind(c);
        var first = bound.plan();
        Violation.unless(first.equals(bound.plan()), "asked again it plans otherwise.");
        Violation.unless(first.equals(subject.bind(c).plan()), "a second instance plans otherwise.");
    }

    private static void servesOrRefuses(Subject<?> subject) {
        subject.each(c -> runsOnce(subject, c), subject.small());
        String name = subject.descriptor().name();
        for (var variant : subject.variants()) {
            for (var shapes : subject.small()) {
                var c = new Case(variant, shapes);
                try {
                    subject.bind(c).plan();
                } catch (FletchingException refused) {
                    var message = message(refused);
                    Violation.unless(
                            refused.kind() == Kind.USER
                                    && (message.contains("'" + OptimizerSubject.NAME + "'")
                                            || message.contains("'" + name + "'")),
                            "With " + c + " it refuses with '" + message
                                    + "'; expected a USER error that names the parameter or the provider.");
                } catch (RuntimeException broken) {
                    throw new Violation("With " + c + " it throws " + broken, broken);
                }
            }
        }
    }
}
