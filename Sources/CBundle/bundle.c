// Clang speaks of an extension before C23; every compiler that Swift 6.2 brings has it.
#pragma clang diagnostic ignored "-Wc23-extensions"

#include "CBundle.h"

// A file of the repository, under the path by which Evoke's code asks for it.
#define START(symbol) static const unsigned char symbol[] = {
#define END(symbol) };

START(panas)
#embed "../../Data/instruments/panas.yaml"
END(panas)
START(emotionbench_study)
#embed "../../Data/studies/emotionbench/study.yaml"
END(emotionbench_study)
START(emotionbench_situations)
#embed "../../Data/studies/emotionbench/situations.csv"
END(emotionbench_situations)
START(emotionbench_consent)
#embed "../../Data/studies/emotionbench/consent.md"
END(emotionbench_consent)
START(emotionbench_debrief)
#embed "../../Data/studies/emotionbench/debrief.md"
END(emotionbench_debrief)
START(emotionbench_2024)
#embed "../../Data/baselines/emotionbench-2024.json"
END(emotionbench_2024)
START(published_emotionbench_2024)
#embed "../../Data/published/emotionbench-2024.json"
END(published_emotionbench_2024)
START(hierarchy_gender)
#embed "../../Data/hierarchies/gender.yaml"
END(hierarchy_gender)
START(hierarchy_year_of_birth)
#embed "../../Data/hierarchies/year_of_birth.yaml"
END(hierarchy_year_of_birth)
START(hierarchy_country)
#embed "../../Data/hierarchies/country.yaml"
END(hierarchy_country)
START(hierarchy_employment)
#embed "../../Data/hierarchies/employment.yaml"
END(hierarchy_employment)
START(hierarchy_education)
#embed "../../Data/hierarchies/education.yaml"
END(hierarchy_education)
START(release_emotionbench_2024)
#embed "../../Data/releases/emotionbench-2024.yaml"
END(release_emotionbench_2024)
START(migration_1)
#embed "../Responses/migrations/0001.sql"
END(migration_1)
START(web_style)
#embed "../../survey/web/assets/survey.css"
END(web_style)
START(web_script)
#embed "../../survey/web/assets/survey.js"
END(web_script)
START(web_frame)
#embed "../../survey/web/pages/frame.mustache"
END(web_frame)
START(web_summary)
#embed "../../survey/web/pages/summary.mustache"
END(web_summary)
START(web_text)
#embed "../../survey/web/pages/text.mustache"
END(web_text)
START(web_code)
#embed "../../survey/web/pages/code.mustache"
END(web_code)
START(web_keep)
#embed "../../survey/web/pages/keep.mustache"
END(web_keep)
START(web_questions)
#embed "../../survey/web/pages/questions.mustache"
END(web_questions)
START(web_scale)
#embed "../../survey/web/pages/scale.mustache"
END(web_scale)
START(web_item)
#embed "../../survey/web/pages/item.mustache"
END(web_item)
START(web_answers)
#embed "../../survey/web/pages/answers.mustache"
END(web_answers)
START(web_actions)
#embed "../../survey/web/pages/actions.mustache"
END(web_actions)
START(web_question)
#embed "../../survey/web/pages/question.mustache"
END(web_question)
START(web_situation)
#embed "../../survey/web/pages/situation.mustache"
END(web_situation)

#define FILE(path, symbol) { path, symbol, sizeof symbol }

static const CBundledFile files[] = {
  FILE("instruments/panas.yaml", panas),
  FILE("studies/emotionbench/study.yaml", emotionbench_study),
  FILE("studies/emotionbench/situations.csv", emotionbench_situations),
  FILE("studies/emotionbench/consent.md", emotionbench_consent),
  FILE("studies/emotionbench/debrief.md", emotionbench_debrief),
  FILE("baselines/emotionbench-2024.json", emotionbench_2024),
  FILE("published/emotionbench-2024.json", published_emotionbench_2024),
  FILE("hierarchies/gender.yaml", hierarchy_gender),
  FILE("hierarchies/year_of_birth.yaml", hierarchy_year_of_birth),
  FILE("hierarchies/country.yaml", hierarchy_country),
  FILE("hierarchies/employment.yaml", hierarchy_employment),
  FILE("hierarchies/education.yaml", hierarchy_education),
  FILE("releases/emotionbench-2024.yaml", release_emotionbench_2024),
  FILE("migrations/0001.sql", migration_1),
  FILE("web/assets/survey.css", web_style),
  FILE("web/assets/survey.js", web_script),
  FILE("web/pages/frame.mustache", web_frame),
  FILE("web/pages/summary.mustache", web_summary),
  FILE("web/pages/text.mustache", web_text),
  FILE("web/pages/code.mustache", web_code),
  FILE("web/pages/keep.mustache", web_keep),
  FILE("web/pages/questions.mustache", web_questions),
  FILE("web/pages/scale.mustache", web_scale),
  FILE("web/pages/item.mustache", web_item),
  FILE("web/pages/answers.mustache", web_answers),
  FILE("web/pages/actions.mustache", web_actions),
  FILE("web/pages/question.mustache", web_question),
  FILE("web/pages/situation.mustache", web_situation),
};

CBundledFile CBundleFile(size_t index) {
  if (index < sizeof files / sizeof files[0]) return files[index];
  return (CBundledFile){ 0 };
}
