#include <gtest/gtest.h>

#include "indexer/read_source.h"
#include "tests/support/outline.h"

namespace fingerpost {
namespace {

TEST(Nix, BindingsAreKeysWithTheirPaths) {
  const std::string text =
      "{ config, pkgs, lib ? null, ... }:\n"
      "let\n"
      "  lanes = 4; # of the hall\n"
      "in\n"
      "{\n"
      "  imports = [ ./belt.nix ];\n"
      "\n"
      "  # What sorts parcels.\n"
      "  services.sorter = {\n"
      "    enable = true;\n"
      "    settings.\"max.parcels\" = 100;\n"
      "    inherit (config.shop) colour;\n"
      "  };\n"
      "  environment.systemPackages = with pkgs; [ git vim ];\n"
      "  systemd.services.sweep = lib.mkIf (lanes == 4) {\n"
      "    script = ''\n"
      "      sweep --lane \"${toString lanes}\" # } no end\n"
      "      echo ''${HOME}\n"
      "    '';\n"
      "    startAt = \"hourly\";\n"
      "  };\n"
      "}\n";
  EXPECT_EQ(outline("hosts/hall.nix", text),
            "setting 'lanes' 3\n"
            "setting 'imports' 6\n"
            "setting 'services.sorter' 9-13\n"
            "  setting 'enable' 10\n"
            "  setting 'settings.max.parcels' 11\n"
            "setting 'environment.systemPackages' 14\n"
            "setting 'systemd.services.sweep' 15-21\n"
            "  setting 'script' 16-19\n"
            "  setting 'startAt' 20\n");
  const Reading reading = read_text("hosts/hall.nix", text);
  EXPECT_TRUE(reading.findings.empty());
  EXPECT_EQ(reading.places[3].comment, "  # What sorts parcels.");
  EXPECT_EQ(reading.places[9].text, "\"hourly\"");
}

TEST(Nix, SetsInListsAndCallsBelongToTheirBinding) {
  EXPECT_EQ(outline("a.nix",
                    "{\n"
                    "  users = map (name: { inherit name; shell = \"zsh\"; }) [ \"ann\" ];\n"
                    "  disks = [\n"
                    "    { device = \"/dev/sda\"; }\n"
                    "  ];\n"
                    "  a.\"b c\".${x} = assert true; let y = 1; in y + 1;\n"
                    "}\n"),
            "setting 'users' 2\n"
            "  setting 'shell' 2\n"
            "setting 'disks' 3-5\n"
            "  setting 'device' 4\n"
            "setting 'a.b c.${x}' 6\n"
            "  setting 'y' 6\n");
}

TEST(Nix, WhatIsBrokenYieldsWhatCanBeHad) {
  EXPECT_EQ(outline("a.nix", "{ lanes = 4; } }\n"), "setting 'lanes' 1\n");
  EXPECT_EQ(read_text("a.nix", "{ lanes = 4; } }\n").findings.size(), 1u);
  EXPECT_EQ(outline("b.nix", "{ lanes = { north = 2;\n"), "setting 'lanes' 1\n  setting 'north' 1\n");
  EXPECT_EQ(outline("c.nix", "{ text = ''never closed\n"), "setting 'text' 1\n");
  EXPECT_EQ(outline("d.nix", std::string(100'000, '{')), "");
  EXPECT_EQ(outline("f.nix", "{\""), "");
  EXPECT_EQ(outline("e.nix", "{ a = \"${\"${\"${"), "setting 'a' 1\n");
}

}  // namespace
}  // namespace fingerpost
