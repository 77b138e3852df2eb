// What source code sets to a literal is a setting, in the wording of each language.
#include <gtest/gtest.h>

#include "indexer/read_source.h"
#include "tests/support/outline.h"

namespace fingerpost {
namespace {

TEST(CodeSettings, FieldsAndPropertiesWithADefault) {
  EXPECT_EQ(outline("Sorter.cs",
                    "public class Sorter\n"
                    "{\n"
                    "    /// <summary>How long a parcel may wait.</summary>\n"
                    "    public long PatienceMs { get; set; } = 500;\n"
                    "    public string Name { get; set; }\n"
                    "    public const int DefaultLanes = 4;\n"
                    "    private bool _raised = false;\n"
                    "}\n"),
            "setting 'PatienceMs' 4 fallback\nsetting 'DefaultLanes' 6 fallback\nsetting '_raised' 7 fallback\n");
  EXPECT_EQ(
      outline("Sorter.java", "private Duration patience = Duration.ofSeconds(30);\nprivate String lane = \"\";\n"),
      "setting 'patience' 1 fallback\n");
  EXPECT_EQ(outline("sorter.cc", "constexpr std::size_t kMostParcels = 4 * 1024;  // a pallet\n"),
            "setting 'kMostParcels' 1 fallback\n");
}

TEST(CodeSettings, ABlockOverASettingTellsOfItAcrossAnEmptyLine) {
  const std::string text =
      "<?php\n"
      "return [\n"
      "    /*\n"
      "    | Years a badge is good for.\n"
      "    */\n"
      "\n"
      "    'badge_years' => 20,\n"
      "\n"
      "    /*\n"
      "    | Where the badges are printed.\n"
      "    */\n"
      "\n"
      "    'printer' => env('BADGE_PRINTER', 'hall'),\n"
      "];\n";
  const Reading reading = read_places("config/shop.php", text, {});
  ASSERT_EQ(reading.places.size(), 3u);  // the file and two settings
  EXPECT_EQ(reading.places[1].key, "badge_years");
  EXPECT_NE(reading.places[1].comment.find("Years a badge"), std::string::npos);
  EXPECT_EQ(reading.places[2].key, "BADGE_PRINTER");
  EXPECT_NE(reading.places[2].comment.find("badges are printed"), std::string::npos);
}

TEST(CodeSettings, EntriesOfTreesOfLiterals) {
  EXPECT_EQ(outline("config/shop.php",
                    "<?php\n"
                    "return [\n"
                    "    // Years a badge is good for.\n"
                    "    'badge_years' => 20,\n"
                    "    'currency' => 'EUR',\n"
                    "    'greeting' => 'Welcome back to the shop, friend',\n"
                    "];\n"),
            "setting 'badge_years' 4 fallback\nsetting 'currency' 5 fallback\n");
  EXPECT_EQ(outline("shop.rs", "Self {\n    patience: Duration::from_secs(5),\n    lanes: lanes.len(),\n}\n"),
            "setting 'patience' 2 fallback\n");
  EXPECT_EQ(outline("shop.py", "SHOP = {\n    'page_size': 50,\n}\n\"\"\"Revises: 0004\n\"\"\"\n"),
            "setting 'page_size' 2 fallback\n");
  EXPECT_EQ(outline("shop.go", "srv := &http.Server{\n\tReadTimeout: 5 * time.Second,\n\tHandler: mux,\n}\n"),
            "setting 'ReadTimeout' 2 fallback\n");
}

TEST(CodeSettings, CallsOfGradleWithoutParentheses) {
  EXPECT_EQ(
      outline("app/build.gradle",
              "android {\n"
              "    minSdkVersion 24\n"
              "    versionName \"1.2.3\"  // as people see it\n"
              "    apply plugin: 'x'\n"
              "    signingConfig signingConfigs.release\n"
              "    minifyEnabled true\n"
              "}\n"),
      "setting 'minSdkVersion' 2 fallback\nsetting 'versionName' 3 fallback\nsetting 'minifyEnabled' 6 fallback\n");
}

TEST(CodeSettings, WhatAFunctionCountsWithIsNone) {
  EXPECT_EQ(outline("a.js",
                    "let count = 0;\n"
                    "for (let parcel = 10; parcel < 20; ++parcel) {}\n"
                    "if (lanes == 12) return 30;\n"
                    "total += 15;\n"
                    "const address = `${street} 5`;\n"
                    "lane = lanes[3];\n"
                    "i = 42;\n"),
            "");
}

TEST(CodeSettings, TextsForPeopleAreLeftOut) {
  EXPECT_EQ(outline("resources/lang/en/shop.php", "<?php\nreturn [\n    'checkout' => 'Pay',\n];\n"), "");
}

// What ctags tells of the same line: a field of what holds settings, and a constant.
TEST(CodeSettings, AndDefinitionsAreOnePlaceOfALine) {
  const auto told = [](Kind kind, const char* key, int line) {
    Place place;
    place.kind = kind;
    place.key = place.name = key;
    place.line_start = place.line_end = line;
    return place;
  };
  Analyzer analyzer;
  const ReadSource source =
      read_source("Options.cs",
                  "public int Lanes { get; set; } = 4;\npublic string Hall { get; set; }\npublic const int MOST = 9;\n",
                  {told(Kind::setting, "Lanes", 1), told(Kind::setting, "Hall", 2), told(Kind::definition, "MOST", 3)},
                  {}, analyzer);
  ASSERT_EQ(source.places.size(), 4u);
  EXPECT_EQ(source.places[1].kind, Kind::setting);
  EXPECT_EQ(source.places[2].kind, Kind::definition) << "a name without a value";
  EXPECT_EQ(source.places[3].kind, Kind::definition);
}

TEST(CodeSettings, AreExplainedByTheirComment) {
  const std::string text =
      "// How often a lane is swept.\nstatic SWEEPS_A_DAY: u32 = 3;\npub patience: u32 = 9; // minutes\n";
  const Reading reading = read_text("a.rs", text);
  ASSERT_EQ(reading.places.size(), 4u);  // the file, what heads it, and two settings
  EXPECT_EQ(reading.places[2].comment, "// How often a lane is swept.");
  EXPECT_EQ(reading.places[2].text, "3");
  EXPECT_EQ(reading.places[3].comment, "// minutes");
}

}  // namespace
}  // namespace fingerpost
