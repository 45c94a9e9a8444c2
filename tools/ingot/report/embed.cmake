# Writes SOURCE with the string of report_template.h: the page of FOLDER with its style and its scripts
# inside. What is left open is @DATA@.
set(scripts elements model layout graph networks summary timeline memory time tactics accuracy
            selection main)
set(script "")
foreach(name IN LISTS scripts)
  file(READ "${FOLDER}/${name}.js" text)
  string(APPEND script "${text}")
endforeach()
file(READ "${FOLDER}/style.css" style)
file(READ "${FOLDER}/page.html" page)
string(REPLACE "@STYLE@" "${style}" page "${page}")
string(REPLACE "@SCRIPT@" "${script}" page "${page}")
file(WRITE "${SOURCE}" "#include \"report_template.h\"\n\n"
  "const char* const ingot::tools::kReportTemplate = R\"INGOT(${page})INGOT\";\n")
