package org.pvpoutcomes.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.ingest.Patch;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PatchesTest {

  private static final String CASES = "/org/hl7/fhir/testcases/r4/patch/";
  private static final int DEPTH = 60;
  private static final JsonReader JSON = new JsonReader(200);
  private static final ResourceChecker CHECKER = new ResourceChecker();
  private static final XmlFormat XML = new XmlFormat(CHECKER.shapes(), 200);
  private static final Patches PATCHES = new Patches(CHECKER, DEPTH);

  private static final String OBSERVATION =
      """
      {"resourceType":"Observation","id":"o1","meta":{"versionId":"2"},"status":"final",
       "code":{"text":"Synthetic"},"valueQuantity":{"value":1.10,"unit":"mL"},
       "note":[{"text":"one"},{"text":"two"}]}""";

  @Test
  void the_published_cases_of_JSON_Patch_pass() throws Exception {
    List<String> failed = new ArrayList<>();
    int cases = 0;
    try (InputStream file = file("json-patch-tests.json")) {
      String text = "{\"cases\":" + new String(file.readAllBytes(), StandardCharsets.UTF_8) + "}";
      for (JsonNode one : JSON.read(text.getBytes(StandardCharsets.UTF_8)).get("cases")) {
        cases++;
        JsonNode result;
        try {
          JsonPatch patch = JsonPatch.read((ArrayNode) one.get("patch"), null, DEPTH);
          result = patch.apply(one.get("doc").deepCopy(), null);
        } catch (FhirRequestException e) {
          result = null;
        }
        if (!Objects.equals(result, one.get("expected"))) {
          failed.add(one.path("comment").asText());
        }
      }
    }
    assertThat(failed).isEmpty();
    assertThat(cases).isEqualTo(16);
  }

  @Test
  void the_published_cases_of_FHIRPath_Patch_pass() throws Exception {
    List<String> failed = new ArrayList<>();
    NodeList cases = xmlCases().getElementsByTagName("case");
    for (int i = 0; i < cases.getLength(); i++) {
      Element one = (Element) cases.item(i);
      JsonNode expected =
          one.getElementsByTagName("output").getLength() == 0 ? null : resource(one, "output");
      JsonNode result;
      try {
        Patch patch = PATCHES.fhirPath(resource(one, "diff"), "Patient", null);
        result = patch.apply(resource(one, "input")).content();
      } catch (FhirRequestException e) {
        result = null;
      }
      if (!Objects.equals(result, expected)) {
        failed.add(one.getAttribute("name") + " " + result);
      }
    }
    assertThat(failed).isEmpty();
    assertThat(cases.getLength()).isEqualTo(33);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[{'op':'replace','path':'/valueQuantity/value','value':2.50}] | /valueQuantity/value | 2.50",
        "[{'op':'test','path':'/valueQuantity/value','value':1.1}] | /valueQuantity/value | 1.10",
        "[{'op':'add','path':'/note/-','value':{'text':'three'}}] | /note/2/text | 'three'",
        "[{'op':'move','from':'/note/1','path':'/note/0'}] | /note/0/text | 'two'",
        "[{'op':'move','from':'/note','path':'/note'}] | /note/0/text | 'one'",
        "[{'op':'copy','from':'/note/0/text','path':'/code/text'}] | /code/text | 'one'",
        "[{'op':'replace','path':'/meta','value':{'versionId':'9','source':'http://example.org'}}] | /meta | {'versionId':'2','source':'http://example.org'}",
        "[{'op':'remove','path':'/meta'}] | /meta | {'versionId':'2'}"
      })
  void JSON_Patch_changes_what_it_names_and_no_digit_more(
      String patch, String pointer, String expected) {
    JsonNode result =
        PATCHES.json(array(patch), "Observation", null).apply(observation()).content();
    assertThat(result.at(pointer)).isEqualTo(array("[" + expected + "]").get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "400 | [7]",
        "400 | [null]",
        "400 | [{}]",
        "400 | [{'op':7,'path':'/note'}]",
        "400 | [{'op':'erase','path':'/note'}]",
        "400 | [{'op':'remove'}]",
        "400 | [{'op':'remove','path':'note'}]",
        "400 | [{'op':'remove','path':'/a~2'}]",
        "400 | [{'op':'remove','path':'/a~'}]",
        "400 | [{'op':'remove','path':3}]",
        "400 | [{'op':'add','path':'/note/-'}]",
        "400 | [{'op':'move','path':'/note'}]",
        "422 | [{'op':'remove','path':'/subject'}]",
        "422 | [{'op':'remove','path':'/note/-'}]",
        "422 | [{'op':'remove','path':'/note/2'}]",
        "422 | [{'op':'remove','path':''}]",
        "422 | [{'op':'replace','path':'/note/-','value':1}]",
        "422 | [{'op':'replace','path':'/subject','value':{}}]",
        "422 | [{'op':'replace','path':'','value':3}]",
        "422 | [{'op':'add','path':'/note/3','value':{}}]",
        "422 | [{'op':'add','path':'/note/01','value':{}}]",
        "422 | [{'op':'add','path':'/note/99999999999','value':{}}]",
        "422 | [{'op':'add','path':'/note/x','value':{}}]",
        "422 | [{'op':'add','path':'/status/x','value':{}}]",
        "422 | [{'op':'add','path':'/subject/display','value':'x'}]",
        "422 | [{'op':'test','path':'/code/text','value':'Other'}]",
        "422 | [{'op':'test','path':'/subject','value':null}]",
        "422 | [{'op':'move','from':'/code','path':'/code/text'}]",
        "422 | [{'op':'remove','path':'/status'}]",
        "422 | [{'op':'replace','path':'/status','value':'Synthetic'}]",
        "422 | [{'op':'replace','path':'/id','value':'o2'}]",
        "422 | [{'op':'remove','path':'/id'}]",
        "422 | [{'op':'replace','path':'/resourceType','value':'Patient'}]"
      })
  void a_JSON_Patch_that_cannot_be_is_refused_with_a_place_and_without_content(
      int status, String patch) {
    refusesWith(
        status,
        () ->
            PATCHES
                .json(array(patch), "Observation", "Bundle.entry[1].resource")
                .apply(observation()));
  }

  @Test
  void a_JSON_Patch_cannot_grow_without_bounds() {
    String wide = "{'op':'copy','from':'/note','path':'/note/-'},";
    refusesWith(
        422,
        () ->
            PATCHES
                .json(
                    array("[" + wide.repeat(200) + wide.substring(0, wide.length() - 1) + "]"),
                    "Observation",
                    "x")
                .apply(observation()));
    StringBuilder deep = new StringBuilder("[");
    String path = "/code";
    for (int i = 0; i < 900; i++) {
      path += i < 200 ? "/a" : "";
      deep.append(i == 0 ? "" : ",").append("{'op':'add','path':'" + path + "','value':{}}");
    }
    refusesWith(
        422, () -> PATCHES.json(array(deep + "]"), "Observation", "x").apply(observation()));
    String many = "{'op':'test','path':'/status','value':'final'},".repeat(1000);
    refusesWith(
        413,
        () ->
            PATCHES.json(
                array("[" + many + "{'op':'remove','path':'/note'}]"), "Observation", "x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "replace | Observation.value.value | 'name':'value','valueDecimal':2.50 | /valueQuantity/value | 2.50",
        "replace | Observation.value | 'name':'value','valueString':'none' | /valueString | 'none'",
        "replace | Observation.value.ofType(Quantity).unit | 'name':'value','valueString':'cc' | /valueQuantity/unit | 'cc'",
        "replace | Observation.note.where(text = 'two').text | 'name':'value','valueMarkdown':'2' | /note/1/text | '2'",
        "replace | note.last().text | 'name':'value','valueMarkdown':'2','_valueMarkdown':{'id':'x'} | /note/1/_text/id | 'x'"
      })
  void FHIRPath_Patch_changes_what_it_names_and_no_digit_more(
      String type, String path, String value, String pointer, String expected) {
    JsonNode result =
        PATCHES
            .fhirPath(patch(type, path, "{" + value + "}"), "Observation", null)
            .apply(observation())
            .content();
    assertThat(result.at(pointer)).isEqualTo(array("[" + expected + "]").get(0));
    assertThat(result.size()).isEqualTo(observation().size());
  }

  /** Expected by FHIR R4 json.html#primitive: nulls keep the places, and nothing is empty. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'given':['A','B'],'_given':[{X},null] | 'given':['A','B']",
        "'given':['A','B'],'_given':[{X},{Y}] | 'given':['A','B'],'_given':[null,{Y}]",
        "'given':['A','B'],'_given':[{X,'id':'g'},null] | 'given':['A','B'],'_given':[{'id':'g'},null]",
        "'given':[null,'B'],'_given':[{X},null] | 'given':['B']",
        "'given':[null,null,'C'],'_given':[{X},{Y},null] | 'given':[null,'C'],'_given':[{Y},null]",
        "'given':[null,null],'_given':[{X},{Y}] | '_given':[{Y}]",
        "'_given':[{X}],'family':'F' | 'family':'F'"
      })
  void the_only_extension_of_a_primitive_in_a_list_can_be_deleted(String name, String expected) {
    JsonNode result =
        PATCHES
            .fhirPath(delete("Patient.name[0].given[0].extension[0]"), "Patient", null)
            .apply(named(name))
            .content();
    assertThat(result).isEqualTo(named(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "400 | erase | Observation.status | {'name':'value','valueCode':'x'}",
        "400 | replace | Observation.status | {'name':'other','valueCode':'x'}",
        "400 | replace | Observation.status | {'name':'name','valueString':'x'}",
        "400 | replace | Observation..status | {'name':'value','valueCode':'x'}",
        "400 | replace | Observation.note.where(text.matches('.*')) | {'name':'value','valueCode':'x'}",
        "400 | replace | Observation.note[ | {'name':'value','valueCode':'x'}",
        "400 | replace | 1+1 | {'name':'value','valueCode':'x'}",
        "400 | replace | Observation.subject.resolve().id | {'name':'value','valueCode':'x'}",
        "400 | insert | Observation.note | {'name':'value','valueAnnotation':{'text':'x'}}",
        "422 | replace | Observation.note.text | {'name':'value','valueString':'x'}",
        "422 | replace | Observation.note[2] | {'name':'value','valueAnnotation':{'text':'x'}}",
        "422 | replace | Observation.status | {'name':'value','valueCode':'Synthetic'}",
        "422 | replace | Observation.status | {'name':'value','valueQuantity':{'unit':'x'}}",
        "422 | replace | Observation.value | {'name':'value','valueCode':'x'}",
        "422 | replace | Patient.gender | {'name':'value','valueCode':'male'}",
        "422 | replace | Observation.id | {'name':'value','valueId':'o2'}",
        "422 | replace | Observation | {'name':'value','valueString':'x'}",
        "422 | delete | Observation.note | {'name':'index','valueInteger':0}",
        "422 | delete | Observation.status | {'name':'index','valueInteger':0}",
        "422 | delete | Observation | {'name':'index','valueInteger':0}",
        "422 | delete | Observation.notes | {'name':'index','valueInteger':0}",
        "422 | delete | Observation.valueQuantity | {'name':'index','valueInteger':0}",
        "422 | delete | Observation.component.kode | {'name':'index','valueInteger':0}",
        "422 | delete | Observation.note.text.value | {'name':'index','valueInteger':0}",
        "422 | delete | Observation.identifier.where(sytem = 'x') | {'name':'index','valueInteger':0}"
      })
  void a_FHIRPath_Patch_that_cannot_be_is_refused_with_a_place_and_without_content(
      int status, String type, String path, String part) {
    refusesWith(
        status,
        () ->
            PATCHES
                .fhirPath(patch(type, path, part), "Observation", "Bundle.entry[1].resource")
                .apply(observation()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Observation.performer",
        "Observation.component.value.unit",
        "Observation.value.ofType(Quantity).comparator",
        "Observation.component.value.ofType(CodeableConcept).coding[0].extension('urn:x')",
        "Observation.status.extension('urn:x').value",
        "Observation.contained.where(id = 'x').birthDate",
        "Observation.identifier.where(system = 'urn:x' and type.text = 'x')"
      })
  void what_could_be_there_and_is_not_need_not_be_deleted(String path) {
    assertThat(PATCHES.fhirPath(delete(path), "Observation", null).apply(observation()).content())
        .isEqualTo(observation());
  }

  @Test
  void any_path_is_answered_at_once() {
    String path = "where(" + "note.".repeat(150) + "text = '" + "\\\\'".repeat(50) + "')";
    assertThatCode(() -> ElementPath.read(path)).doesNotThrowAnyException();
    assertThat(ElementPath.read("a".repeat(1000))).isNull();
  }

  private static void refusesWith(
      int status, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    FhirRequestException refusal = catchThrowableOfType(FhirRequestException.class, call);
    assertThat(refusal).isNotNull();
    assertThat(refusal.status()).isEqualTo(status);
    assertThat(refusal.issues().getFirst().expression()).isNotNull();
    assertThat(refusal.issues().toString()).doesNotContain("Synthetic", "two", "mL");
  }

  private static ObjectNode observation() {
    return JSON.read(OBSERVATION.getBytes(StandardCharsets.UTF_8));
  }

  private static ArrayNode array(String text) {
    String wrapped = "{\"a\":" + text.replace('\'', '"') + "}";
    return (ArrayNode) JSON.read(wrapped.getBytes(StandardCharsets.UTF_8)).get("a");
  }

  private static ObjectNode patch(String type, String path, String part) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put("resourceType", "Parameters");
    ObjectNode operation = parameters.putArray("parameter").addObject();
    operation.put("name", "operation");
    ArrayNode parts = operation.putArray("part");
    parts.addObject().put("name", "type").put("valueCode", type);
    parts.addObject().put("name", "path").put("valueString", path);
    parts.add(array("[" + part + "]").get(0));
    return parameters;
  }

  private static ObjectNode delete(String path) {
    ObjectNode parameters = patch("delete", path, "{}");
    ((ArrayNode) parameters.at("/parameter/0/part")).remove(2);
    return parameters;
  }

  private static ObjectNode named(String name) {
    String text = "{'resourceType':'Patient','id':'p1','name':[{" + name + "}],'birthDate':'1950'}";
    for (String letter : List.of("X", "Y")) {
      text =
          text.replace(
              "{" + letter,
              "{'extension':[{'url':'https://example.org/" + letter + "','valueBoolean':true}]");
    }
    return (ObjectNode) array("[" + text + "]").get(0);
  }

  private static InputStream file(String name) {
    return Objects.requireNonNull(PatchesTest.class.getResourceAsStream(CASES + name), name);
  }

  private static Document xmlCases() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
    try (InputStream file = file("fhir-patch-tests.xml")) {
      return factory.newDocumentBuilder().parse(file);
    }
  }

  /** The resource inside an element of a case, read by our own reader of XML. */
  private static ObjectNode resource(Element one, String name) throws Exception {
    NodeList inner = ((Element) one.getElementsByTagName(name).item(0)).getChildNodes();
    for (int i = 0; i < inner.getLength(); i++) {
      if (inner.item(i) instanceof Element element) {
        java.io.StringWriter text = new java.io.StringWriter();
        Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        transformer.transform(new DOMSource(element), new StreamResult(text));
        return XML.read(text.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
    throw new IllegalStateException("no resource in " + name);
  }
}
