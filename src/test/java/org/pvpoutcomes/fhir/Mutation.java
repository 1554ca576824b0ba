package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** One way to damage a resource. */
enum Mutation {
  /** Takes a child away. */
  DROP {
    @Override
    void change(ObjectNode object, String name, Random random) {
      object.remove(name);
    }
  },
  /** Puts an array around a child, or a second item into it. */
  DUPLICATE {
    @Override
    void change(ObjectNode object, String name, Random random) {
      JsonNode value = object.get(name);
      if (value instanceof ArrayNode array && !array.isEmpty()) {
        array.add(array.get(0).deepCopy());
      } else {
        object.putArray(name).add(value).add(value.deepCopy());
      }
    }
  },
  /** Replaces a child by a value of another kind. */
  RETYPE {
    @Override
    void change(ObjectNode object, String name, Random random) {
      switch (random.nextInt(7)) {
        case 0 -> object.put(name, 7);
        case 1 -> object.put(name, "text");
        case 2 -> object.put(name, true);
        case 3 -> object.putNull(name);
        case 4 -> object.putArray(name);
        case 5 -> object.putObject(name);
        default -> object.put(name, new java.math.BigDecimal("1.50"));
      }
    }
  },
  /** Gives a child another name, possibly one that exists. */
  RENAME {
    @Override
    void change(ObjectNode object, String name, Random random) {
      String[] names = {
        name + "x",
        "_" + name,
        "value",
        "valueString",
        "valueInteger",
        "id",
        "extension",
        "resourceType",
        "fhir_comments",
        "contained",
        "",
        "reference",
        "status",
        "text",
        "basedOnResource",
        "modifierExtension",
        "url"
      };
      object.set(names[random.nextInt(names.length)], object.remove(name));
    }
  },
  /** Puts a child deep inside arrays or objects. */
  NEST {
    @Override
    void change(ObjectNode object, String name, Random random) {
      JsonNode value = object.get(name);
      boolean arrays = random.nextBoolean();
      for (int i = 1 + random.nextInt(random.nextInt(10) == 0 ? 300 : 3); i > 0; i--) {
        value =
            arrays
                ? JsonNodeFactory.instance.arrayNode().add(value)
                : JsonNodeFactory.instance.objectNode().set(name, value);
      }
      object.set(name, value);
    }
  },
  /** Replaces a text by one that some types do not take. */
  REWORD {
    @Override
    void change(ObjectNode object, String name, Random random) {
      String[] texts = {
        "",
        " ",
        "2021-02-30",
        "2021-02-28",
        "2021-13",
        "0000",
        "2021-02-03T04:05:06Z",
        "2021-02-03T04:05:06",
        "2021-02-03T24:00:00Z",
        "2021-02-03T04:05:60Z",
        "a  b",
        " a",
        "#gone",
        "#",
        "Patient/1",
        "urn:uuid:1",
        "final",
        "AAAA",
        "\u0000",
        "\ud800",
        "\u0007",
        "\u00a0",
        "\ud83d\ude00",
        "10:11:12",
        "10:11",
        "<div>x</div>",
        "http://a b",
        "-",
        "true",
        "2021-02-03T04:05:06.123456789+14:00",
        "0001-01-01",
        "9999-12-31T23:59:59.999-12:00"
      };
      object.put(name, texts[random.nextInt(texts.length)]);
    }
  },
  /** Adds the id and extensions of a primitive value. */
  EXTEND {
    @Override
    void change(ObjectNode object, String name, Random random) {
      ObjectNode extension = JsonNodeFactory.instance.objectNode();
      extension.put("url", "http://hospital.example/extension");
      extension.put("valueCode", "a");
      switch (random.nextInt(4)) {
        case 0 -> object.putObject("_" + name).put("id", "a");
        case 1 -> object.putObject("_" + name).putArray("extension").add(extension);
        case 2 -> object.putArray("extension").add(extension);
        default -> object.putArray("_" + name).addNull().addObject().put("id", "a");
      }
    }
  };

  private static final Mutation[] ALL = values();

  abstract void change(ObjectNode object, String name, Random random);

  static Mutation of(Random random) {
    return ALL[random.nextInt(ALL.length)];
  }

  /** Damages one property of one object somewhere in the resource. */
  void apply(ObjectNode resource, Random random) {
    List<ObjectNode> objects = new ArrayList<>();
    collect(resource, objects);
    ObjectNode object = objects.get(random.nextInt(objects.size()));
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    if (!names.isEmpty()) {
      change(object, names.get(random.nextInt(names.size())), random);
    }
  }

  /** The resource as text, in one case of ten with a byte changed, inserted or cut off. */
  static byte[] bytes(ObjectNode resource, Random random) {
    byte[] bytes = escaped(resource).getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(10) == 0) {
      int at = random.nextInt(bytes.length);
      if (random.nextInt(4) == 0) {
        return java.util.Arrays.copyOf(bytes, at);
      }
      bytes[at] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  /** Lone surrogates have no UTF-8 form; they travel as escapes. */
  private static String escaped(ObjectNode resource) {
    return resource
        .toString()
        .replaceAll("(?<![\ud800-\udbff])\ud800(?![\udc00-\udfff])", "\\\\ud800");
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
    }
    if (node instanceof ContainerNode<?>) {
      Iterator<JsonNode> children = node.elements();
      while (children.hasNext()) {
        collect(children.next(), objects);
      }
    }
  }
}
