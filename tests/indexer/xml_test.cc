#include <gtest/gtest.h>

#include "tests/support/outline.h"

namespace fingerpost {
namespace {

TEST(Xml, ElementsAreKeysAndWhatNamesThemIsAPartOfTheKey) {
  const std::string text =
      "<?xml version=\"1.0\"?>\n"
      "<!-- the build -->\n"
      "<project xmlns=\"http://maven.apache.org/POM/4.0.0\">\n"
      "  <properties>\n"
      "    <java.version>17</java.version>\n"
      "  </properties>\n"
      "  <dependencies>\n"
      "    <dependency>\n"
      "      <groupId>org.postgresql</groupId>\n"
      "      <artifactId>postgresql</artifactId>\n"
      "      <version>42.7.1</version>\n"
      "    </dependency>\n"
      "  </dependencies>\n"
      "</project>\n";
  EXPECT_EQ(outline("pom.xml", text),
            "setting 'project' 3-14\n"
            "  setting 'properties' 4-6\n"
            "    setting 'java.version' 5\n"
            "  setting 'dependencies' 7-13\n"
            "    setting 'dependency postgresql' 8-12\n"
            "      setting 'groupId' 9\n"
            "      setting 'artifactId' 10\n"
            "      setting 'version' 11\n");
  const Reading reading = read_text("pom.xml", text);
  EXPECT_EQ(reading.places[1].comment, "<!-- the build -->");
  EXPECT_EQ(reading.places[3].text, "17");
}

TEST(Xml, AttributesAreKeysOnTheirLines) {
  EXPECT_EQ(outline("logback.xml",
                    "<configuration scan=\"true\">\n"
                    "  <appender name=\"FILE\"\n"
                    "            class=\"RollingFileAppender\">\n"
                    "    <file>logs/app.log</file>\n"
                    "  </appender>\n"
                    "</configuration>\n"),
            "setting 'configuration' 1-6\n"
            "  setting 'scan' 1\n"
            "  setting 'appender FILE' 2-5\n"
            "    setting 'class' 3\n"
            "    setting 'file' 4\n");
}

TEST(Xml, AnElementThatIsAKeyWithItsValueIsOnePlace) {
  const std::string text =
      "<configuration>\n"
      "  <appSettings>\n"
      "    <add key=\"PageSize\" value=\"50\" />\n"
      "  </appSettings>\n"
      "  <ItemGroup>\n"
      "    <PackageReference Include=\"Serilog\" Version=\"3.1.1\" />\n"
      "  </ItemGroup>\n"
      "</configuration>\n";
  EXPECT_EQ(outline("web.config", text),
            "setting 'configuration' 1-8\n"
            "  setting 'appSettings' 2-4\n"
            "    setting 'add PageSize' 3\n"
            "  setting 'ItemGroup' 5-7\n"
            "    setting 'PackageReference Serilog' 6\n");
  const Reading reading = read_text("web.config", text);
  EXPECT_EQ(reading.places[3].text, "50");
  EXPECT_EQ(reading.places[5].text, "3.1.1");
}

TEST(Xml, AConfigFileOfLinesIsReadAsLines) {
  EXPECT_EQ(outline("app.config", "[cache]\nttl = 60\n"), "setting 'cache' 1-2\n  setting 'ttl' 2\n");
}

TEST(Xml, WhatIsBrokenYieldsWhatStandsBefore) {
  const std::string text = "<a>\n  <b>1</b>\n  <c>\n</a>\n";
  const Reading reading = read_text("a.xml", text);
  EXPECT_EQ(broken_promise(reading, text), "");
  EXPECT_NE(outline_of(reading).find("setting 'b' 2"), std::string::npos) << outline_of(reading);
  ASSERT_EQ(reading.findings.size(), 1u);
  EXPECT_EQ(reading.findings[0].line, 4);
}

TEST(Xml, EntitiesAreNeverExpandedAndDepthIsBounded) {
  std::string laughs = "<!DOCTYPE l [\n<!ENTITY a \"ha\">\n";
  for (char c = 'b'; c <= 'j'; ++c) {
    laughs += "<!ENTITY " + std::string(1, c) + " \"";
    for (int i = 0; i < 10; ++i) laughs += "&" + std::string(1, static_cast<char>(c - 1)) + ";";
    laughs += "\">\n";
  }
  const std::string in_text = laughs + "]>\n<l>&j;</l>\n";
  const Reading reading = read_text("l.xml", in_text);
  EXPECT_EQ(outline_of(reading), "setting 'l' 13\n");
  EXPECT_EQ(reading.places[1].text, "&j;");
  const std::string in_attribute = laughs + "]>\n<l x=\"&j;\"/>\n";
  EXPECT_FALSE(read_text("l.xml", in_attribute).findings.empty());
  const std::string outside = "<!DOCTYPE l [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>\n<l>&f;</l>\n";
  EXPECT_EQ(read_text("l.xml", outside).places[1].text, "&f;");

  std::string deep;
  for (int i = 0; i < 50000; ++i) deep += "<a>\n";
  const Reading bounded = read_text("d.xml", deep);
  EXPECT_EQ(broken_promise(bounded, deep), "");
  ASSERT_EQ(bounded.findings.size(), 1u);
  EXPECT_EQ(bounded.findings[0].line, 65);
}

TEST(Xml, ManyElementsOfOneKindAreRecords) {
  std::string text = "<resources>\n";
  for (int i = 0; i < 40; ++i)
    text += "<item>\n<label>Text " + std::to_string(i) + "</label>\n<width>10</width>\n</item>\n";
  text += "</resources>\n";
  const Reading reading = read_text("resources.xml", text);
  ASSERT_EQ(reading.places.size(), 42u);
  EXPECT_EQ(reading.places[2].line_start, 2);
  EXPECT_EQ(reading.places[2].line_end, 5);
}

}  // namespace
}  // namespace fingerpost
