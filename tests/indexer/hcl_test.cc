#include <gtest/gtest.h>

#include "tests/support/outline.h"

namespace fingerpost {
namespace {

TEST(Hcl, BlocksAreMappingsNamedByTypeAndLabels) {
  const std::string text =
      "# Where the ledger lives.\n"
      "variable \"region\" {\n"
      "  type    = string\n"
      "  default = \"eu-west-1\" # nearest to the office\n"
      "}\n"
      "\n"
      "resource \"aws_db_instance\" \"ledger\" {\n"
      "  allocated_storage = 20\n"
      "  engine            = var.engine == \"\" ? \"postgres\" : var.engine\n"
      "  tags = {\n"
      "    Team = \"books\", \"cost:centre\" = 7\n"
      "  }\n"
      "  lifecycle {\n"
      "    ignore_changes = [password, tags[\"x\"]]\n"
      "  }\n"
      "}\n";
  EXPECT_EQ(outline("infra/main.tf", text),
            "setting 'variable.region' 2-5\n"
            "  setting 'type' 3\n"
            "  setting 'default' 4\n"
            "setting 'resource.aws_db_instance.ledger' 7-16\n"
            "  setting 'allocated_storage' 8\n"
            "  setting 'engine' 9\n"
            "  setting 'tags' 10-12\n"
            "    setting 'Team' 11\n"
            "    setting 'cost:centre' 11\n"
            "  setting 'lifecycle' 13-15\n"
            "    setting 'ignore_changes' 14\n"
            "      setting '[0]' 14\n"
            "      setting '[1]' 14\n");
  const Reading reading = read_text("infra/main.tf", text);
  EXPECT_EQ(reading.places[1].comment, "# Where the ledger lives.");
  EXPECT_EQ(reading.places[3].text, "\"eu-west-1\"");
  EXPECT_EQ(reading.places[6].text, "var.engine == \"\" ? \"postgres\" : var.engine");
  EXPECT_TRUE(reading.findings.empty());
}

TEST(Hcl, WhatSpansLinesEndsWhereItEnds) {
  EXPECT_EQ(outline("job.nomad",
                    "locals {\n"
                    "  names = [for n in var.names : {\n"
                    "    name = upper(n)\n"
                    "  }]\n"
                    "  policy = <<-EOT\n"
                    "    { \"a\": \"}\" }\n"
                    "  EOT\n"
                    "  url  = \"https://${join(\".\", [\"a\", \"}\"])}/x\"\n"
                    "  list = [\n"
                    "    \"one\",\n"
                    "    { two = 2 },\n"
                    "  ]\n"
                    "  last = true\n"
                    "}\n"),
            "setting 'locals' 1-14\n"
            "  setting 'names' 2-4\n"
            "  setting 'policy' 5-7\n"
            "  setting 'url' 8\n"
            "  setting 'list' 9-12\n"
            "    setting '[0]' 10\n"
            "    setting '[1]' 11\n"
            "      setting 'two' 11\n"
            "  setting 'last' 13\n");
}

TEST(Hcl, ValuesOfVariableFilesAreKeysOfTheDocument) {
  EXPECT_EQ(outline("prod.tfvars", "/* sizes */\nreplicas = 3\n// hosts\nhosts    = [\"a\", \"b\"]\n"),
            "setting 'replicas' 2\n"
            "setting 'hosts' 4\n"
            "  setting '[0]' 4\n"
            "  setting '[1]' 4\n");
}

TEST(Hcl, WhatIsBrokenStillYieldsTheRestAndAFinding) {
  const Reading reading =
      read_text("a.tf", "module \"a\" {\n  = 3\n  size = 5\n}\n}\nnothing here\nnext = 1\ntext = <<EOT\nopen\n");
  const std::string outlined = outline_of(reading);
  EXPECT_NE(outlined.find("setting 'size' 3"), std::string::npos) << outlined;
  EXPECT_NE(outlined.find("setting 'next' 7"), std::string::npos) << outlined;
  EXPECT_NE(outlined.find("setting 'text' 8"), std::string::npos) << outlined;
  ASSERT_EQ(reading.findings.size(), 1u);
  EXPECT_EQ(reading.findings[0].line, 2);
  EXPECT_EQ(reading.findings[0].message, "hcl: neither a key nor a block");
}

TEST(Hcl, DepthAndTemplatesInTemplatesAreBounded) {
  std::string blocks;
  std::string lists = "x = ";
  std::string templates = "y = ";
  for (int i = 0; i < 20'000; ++i) {
    blocks += "a {\n";
    lists += "[{b=";
    templates += "\"${";
  }
  for (const std::string& text : {blocks, lists, templates}) {
    const Reading reading = read_text("deep.tf", text);
    EXPECT_GE(reading.places.size(), 2u);
    EXPECT_LE(reading.places.size(), 200u);
  }
}

}  // namespace
}  // namespace fingerpost
