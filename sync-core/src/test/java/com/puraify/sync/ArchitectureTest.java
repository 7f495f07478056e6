package com.puraify.sync;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.error.SyncException;
import com.puraify.sync.internal.run.SystemTime;
import com.puraify.sync.state.StateStore;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {

  private static final String ROOT = "com.puraify.sync";
  private static final String INTERNAL = ROOT + ".internal";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** The stages of a run, in the order in which data flows. */
  private static final List<String> STAGES =
      List.of(
          "config", "read", "delta", "match", "map", "merge", "plan", "write", "commit", "report");

  private static final String[] PURE = {
    INTERNAL + ".delta..",
    INTERNAL + ".match..",
    INTERNAL + ".map..",
    INTERNAL + ".merge..",
    INTERNAL + ".plan..",
    ROOT + ".value..",
    ROOT + ".mapping..",
    ROOT + ".delta..",
    ROOT + ".conflict..",
    ROOT + ".plan..",
  };

  /** Where each library may be known. */
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "com.fasterxml.jackson..", INTERNAL + ".json",
          "com.networknt..", INTERNAL + ".json",
          "dev.failsafe..", INTERNAL + ".http",
          "com.cronutils..", INTERNAL + ".schedule",
          "com.dynatrace.hash4j..", ROOT + ".delta");

  @TestFactory
  Stream<DynamicTest> stages_useEarlierStagesOnly() {
    return STAGES.stream()
        .map(
            stage ->
                DynamicTest.dynamicTest(
                    stage,
                    () -> {
                      List<String> later = STAGES.subList(STAGES.indexOf(stage) + 1, STAGES.size());
                      noClasses()
                          .that()
                          .resideInAPackage(INTERNAL + "." + stage + "..")
                          .should()
                          .dependOnClassesThat(resideInAnyPackage(packagesOf(later)))
                          .allowEmptyShould(true)
                          .check(CLASSES);
                    }));
  }

  @Test
  void decisions_touchNothingButTheirArguments() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.io..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net..",
                    "java.sql..",
                    "javax.sql..",
                    "org.slf4j..",
                    ROOT + ".host..")
                .or(JavaClass.Predicates.assignableTo(StateStore.class))
                .or(JavaClass.Predicates.assignableTo(java.time.InstantSource.class)))
        .orShould()
        .accessTargetWhere(asksTheMachine())
        .check(CLASSES);
  }

  @Test
  void machineTimeAndChance_areAskedForInOneClass() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(SystemTime.class)
        .should()
        .accessTargetWhere(asksTheMachine())
        .check(CLASSES);
  }

  @TestFactory
  Stream<DynamicTest> libraries_areKnownInOnePackageEach() {
    return LIBRARIES.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () ->
                        noClasses()
                            .that()
                            .resideOutsideOfPackage(entry.getValue())
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(entry.getKey())
                            .check(CLASSES)));
  }

  @Test
  void exportedSignatures_nameOnlyExportedTypesAndJava() {
    List<String> strangers =
        CLASSES.stream()
            .filter(ArchitectureTest::isApi)
            .flatMap(ArchitectureTest::signature)
            .toList();

    assertThat(strangers).isEmpty();
  }

  @Test
  void exportedPackages_doNotKnowTheInternalOnes() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".*..")
        .and()
        .resideOutsideOfPackage(INTERNAL + "..")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".connector.Json")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".host.TimeSource")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(INTERNAL + "..")
        .because("only Json, TimeSource and the facade stand in front of hidden code")
        .check(CLASSES);
  }

  @Test
  void methods_areNotSynchronized() {
    noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(CLASSES);
  }

  @Test
  void names_sayWhatAThingIs() {
    classes()
        .should()
        .haveNameNotMatching(
            ".*[.$](\\w*(Manager|Helper|Utils?|Processor|Common|Impl)([A-Z]\\w*)?"
                + "|I[A-Z][a-z]\\w*)")
        .check(CLASSES);
  }

  @Test
  void exceptions_areOfOneFamily() {
    classes()
        .that()
        .areAssignableTo(Throwable.class)
        .should()
        .beAssignableTo(SyncException.class)
        .check(CLASSES);
  }

  @Test
  void packages_areNullMarked() {
    Set<String> unmarked =
        packages()
            .filter(each -> !each.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(unmarked).isEmpty();
  }

  @Test
  void module_exportsAllPackagesButTheInternalOnes() throws Exception {
    Set<String> open =
        packages()
            .map(JavaPackage::getName)
            .filter(name -> !name.startsWith(INTERNAL))
            .collect(Collectors.toSet());

    ModuleDescriptor module = descriptor();

    assertThat(module.exports())
        .allMatch(exports -> !exports.isQualified())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactlyInAnyOrderElementsOf(open);
    assertThat(module.opens()).isEmpty();
    assertThat(module.provides()).isEmpty();
  }

  private static Stream<JavaPackage> packages() {
    return CLASSES.stream().map(JavaClass::getPackage).distinct();
  }

  private static ModuleDescriptor descriptor() throws IOException, URISyntaxException {
    Path classes =
        Path.of(SyncConfig.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
      return ModuleDescriptor.read(in);
    }
  }

  private static String[] packagesOf(List<String> stages) {
    return stages.stream().map(stage -> INTERNAL + "." + stage + "..").toArray(String[]::new);
  }

  private static boolean isApi(JavaClass type) {
    return !type.getPackageName().startsWith(INTERNAL)
        && type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ArchitectureTest::isApi).orElse(true);
  }

  private static Stream<String> signature(JavaClass type) {
    Stream<JavaType> parents =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
    Stream<JavaType> members =
        Stream.concat(type.getFields().stream(), type.getCodeUnits().stream())
            .filter(ArchitectureTest::isVisible)
            .flatMap(ArchitectureTest::types);
    return Stream.concat(parents, members)
        .flatMap(each -> each.getAllInvolvedRawTypes().stream())
        .map(JavaClass::getBaseComponentType)
        .filter(each -> !each.isPrimitive() && !isJavaOrApi(each))
        .map(each -> type.getName() + " names " + each.getName());
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaType> types(JavaMember member) {
    if (member instanceof JavaField field) {
      return Stream.of(field.getType());
    }
    JavaCodeUnit unit = (JavaCodeUnit) member;
    return Stream.of(
            Stream.of(unit.getReturnType()),
            unit.getParameterTypes().stream(),
            unit.getExceptionTypes().stream().map(each -> (JavaType) each))
        .flatMap(each -> each);
  }

  private static boolean isJavaOrApi(JavaClass type) {
    return type.getPackageName().startsWith("java.")
        || (type.getPackageName().startsWith(ROOT) && !type.getPackageName().startsWith(INTERNAL));
  }

  private static DescribedPredicate<JavaAccess<?>> asksTheMachine() {
    Set<String> methods =
        Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.Thread.sleep",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.concurrent.locks.LockSupport.parkNanos",
            "java.util.Random.<init>",
            "java.util.SplittableRandom.<init>",
            "java.security.SecureRandom.<init>",
            "java.util.Date.<init>");
    return describe(
        "ask the machine for time or chance",
        access -> {
          String owner = access.getTarget().getOwner().getName();
          String name = access.getTarget().getName();
          return methods.contains(owner + "." + name)
              || (owner.startsWith("java.time.") && name.equals("now"))
              || (owner.equals("java.time.Clock") && name.startsWith("system"))
              || (owner.equals("java.time.InstantSource") && name.equals("system"));
        });
  }
}
