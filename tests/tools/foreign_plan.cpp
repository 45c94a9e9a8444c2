// foreign_plan PLAN OTHER: writes the plan as if another device had built it.
#include "tests/support/foreign_plan.h"

#include "base/file.h"
#include "plan/serialize.h"

int main(int count, char** words) {
  if (count != 3) return 2;
  const ingot::plan::Plan plan = ingot::plan::read(ingot::map_file(words[1]));
  ingot::replace_file(words[2], ingot::plan::write(ingot::test::foreign(plan)).span());
  return 0;
}
