package io.fletching.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every public signature of the contract, written down: a change shows in the diff, and is made on purpose.
class SignaturesTest {
    private static final Path GOLDEN = Path.of(
            System.getProperty("basedir"), "src", "test", "resources", "io", "fletching", "spi", "spi-signatures.txt");
    private static final Pattern PACKAGE = Pattern.compile("\\b([a-z]\\w*\\.)+(?=[A-Z])");

    @Test
    void theContractIsAsWrittenDown() throws IOException {
        List<String> signatures = signatures();
        assertThat(signatures).hasSizeGreaterThan(200);
        if (System.getProperty("fletching.golden", "").equals("update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.write(GOLDEN, signatures);
        }
        assertThat(Files.readAllLines(GOLDEN))
                .as(
                        "The public signatures of the SPI have changed. Where that is meant, and breaks no provider compiled"
                                + " before, write them down anew: mvn -pl spi test -Dtest=SignaturesTest"
                                + " -Dfletching.golden=update")
                .isEqualTo(signatures);
    }

    private static List<String> signatures() throws IOException {
        var lines = new ArrayList<String>();
        for (Class<?> type : publicTypes()) {
            lines.add(header(type));
            Stream.of(type.getDeclaredConstructors(), type.getDeclaredFields(), type.getDeclaredMethods())
                    .flatMap(Arrays::stream)
                    .map(Member.class::cast)
                    .filter(member -> (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0)
                    .filter(member -> !member.isSynthetic())
                    .map(member -> "    " + signature(member) + incubating((AnnotatedElement) member))
                    .sorted()
                    .forEach(lines::add);
        }
        return lines;
    }

    /// The public types of the module's one package, nested ones too, by name.
    private static List<Class<?>> publicTypes() throws IOException {
        var module = ModuleLayer.boot()
                .configuration()
                .findModule("io.fletching.spi")
                .orElseThrow();
        var types = new ArrayList<Class<?>>();
        try (var reader = module.reference().open();
                var names = reader.list()) {
            for (String name : names.filter(n -> n.startsWith("io/fletching/spi/") && n.endsWith(".class"))
                    .sorted()
                    .toList()) {
                Class<?> type = Class.forName(
                        SignaturesTest.class.getModule(),
                        name.replace(".class", "").replace('/', '.'));
                if (isPublic(type)) {
                    types.add(type);
                }
            }
        }
        return types;
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getDeclaringClass() == null || isPublic(type.getDeclaringClass()));
    }

    private static String header(Class<?> type) {
        var parents = Stream.concat(
                        Stream.ofNullable(type.getGenericSuperclass()).filter(parent -> parent != Object.class),
                        Stream.of(type.getGenericInterfaces()))
                .map(Type::getTypeName)
                .toList();
        var permitted = type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .map(Class::getName)
                        .toList()
                : List.<String>of();
        return simple(type.toGenericString() + list(" is ", parents) + list(" permits ", permitted)) + incubating(type);
    }

    private static String incubating(AnnotatedElement element) {
        return element.isAnnotationPresent(Incubating.class) ? " incubating" : "";
    }

    private static String list(String what, List<String> names) {
        return names.isEmpty() ? "" : names.stream().collect(Collectors.joining(", ", what, ""));
    }

    private static String signature(Member member) {
        String text = switch (member) {
            case Method method -> method.toGenericString();
            case Constructor<?> constructor -> constructor.toGenericString();
            case Field field -> field.toGenericString();
            default -> throw new IllegalArgumentException(member.toString());
        };
        // The declaring type stands in the header.
        return simple(
                text.replace(member.getDeclaringClass().getTypeName() + "." + member.getName(), member.getName()));
    }

    private static String simple(String signature) {
        return PACKAGE.matcher(signature).replaceAll("");
    }
}
