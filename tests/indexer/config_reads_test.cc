// Where code reads its configuration with a default, and trees that say their default in a key of its own.
#include <gtest/gtest.h>

#include "indexer/formats/literals.h"
#include "tests/support/outline.h"

namespace fingerpost {
namespace {

TEST(ConfigReads, AKeyWithADefaultIsASetting) {
  EXPECT_EQ(outline("belt.py",
                    "class Belt:\n"
                    "    def __init__(self, config):\n"
                    "        # How long it may stand still.\n"
                    "        self.idle = config.getfloat('idle_timeout', 600., above=0.)\n"
                    "        self.lamp = config.get('lamp', 'red')\n"
                    "        self.lane = parcel.get('lane_number', 4)\n"
                    "        self.name = config.get('belt_name')\n"
                    "        self.port = config.get('PORT_NUMBER', 80)\n"),
            "setting 'idle_timeout' 4 fallback\nsetting 'lamp' 5 fallback\n");
  EXPECT_EQ(outline("belt.go",
                    "viper.SetDefault(\"belt.speed\", 5)\nspeed := cfg.GetDuration(\"belt.pause\", 3*time.Second)\n"),
            "setting 'belt.speed' 1 fallback\nsetting 'belt.pause' 2 fallback\n");
  EXPECT_EQ(outline("Belt.java", "int lanes = Integer.parseInt(properties.getProperty(\"belt.lanes\", \"4\"));\n"),
            "setting 'belt.lanes' 1 fallback\n");
}

TEST(ConfigReads, AnEntryThatSaysItsDefaultIsASetting) {
  EXPECT_EQ(outline("belt.config.ts",
                    "export const beltConfig = {\n"
                    "  maxLanes: {\n"
                    "    doc: 'How many lanes the belt may have',\n"
                    "    default: 12,\n"
                    "    env: 'BELT_MAX_LANES',\n"
                    "  },\n"
                    "  sweep: {\n"
                    "    cron: {\n"
                    "      doc: 'When the belt is swept',\n"
                    "      default: '0 1 * * *',\n"
                    "    },\n"
                    "  },\n"
                    "  speed: z.number().min(1).default(5),\n"
                    "};\n"),
            "setting 'maxLanes' 2-6 fallback\n"
            "variable 'BELT_MAX_LANES' 5 read\n"
            "setting 'sweep.cron' 8-11 fallback =cron\n"
            "setting 'speed' 13 fallback\n");
  EXPECT_EQ(outline("belt.py", "max_lanes: int = Field(default=12, description=\"How many lanes\")\n"),
            "setting 'max_lanes' 1 fallback\n");
}

TEST(ConfigReads, AttributesOfAModuleInElixir) {
  EXPECT_EQ(outline("belt.ex", "defmodule Belt do\n  @moduledoc false\n  @recheck_interval :timer.minutes(5)\nend\n"),
            "setting 'recheck_interval' 3 fallback\n");
}

TEST(ConfigReads, WhatIsCalledAfterTheEnvironmentReadsVariables) {
  EXPECT_EQ(outline("belt.exs", "speed = Env.get_integer(\"BELT_SPEED\", :timer.hours(4))\n"),
            "variable 'BELT_SPEED' 1 read\n");
  EXPECT_EQ(outline("belt.ts", "const inventory = seven('BELT_SPEED');\nconst event = { type: 'BELT_STOPPED' };\n"),
            "");
}

TEST(Literals, ADefaultEndsWithItsArgument) {
  EXPECT_EQ(default_in("z.number().default(5).min(1)"), "5");
  EXPECT_EQ(default_in("Field(default=\"a, b\", gt=1)"), "\"a, b\"");
  EXPECT_EQ(default_in("{ type: Number, default: 3 * (2 + 1) }"), "3 * (2 + 1)");
  EXPECT_EQ(default_in("Field(default=None)"), "");
  EXPECT_EQ(default_in("useDefaults(5"), "");
  EXPECT_EQ(first_argument("'x)', 2)"), "'x)'");
}

}  // namespace
}  // namespace fingerpost
