# What is installed, by Debian package (`deploy/packages`): a service each, what services
# share, the client, tools of operators, documentation. Services say what is theirs
# in `opvang_service`.
set(services quotas locations housing reporting gateway)
set(made ${CMAKE_BINARY_DIR}/packages)
set(libexec ${CMAKE_INSTALL_LIBEXECDIR}/opvang)
set(version ${PROJECT_VERSION}-1)
set(OPVANG_MAINTAINER "opvang <opvang@example.org>"
    CACHE STRING "Who answers for the packages, as a name with an address")

# What a server has at one place only is no part of `cmake --install`.
set(server EXCLUDE_FROM_ALL COMPONENT)
install(FILES deploy/systemd/opvang@.service
        DESTINATION /lib/systemd/system ${server} common)
install(FILES deploy/systemd/opvang-quarterly@.service
              deploy/systemd/opvang-quarterly@.timer
        DESTINATION /lib/systemd/system ${server} client)
install(FILES deploy/conf/opvang.env DESTINATION /etc/opvang ${server} client)
foreach(name ${services})
  install(FILES deploy/conf/${name}.conf DESTINATION /etc/opvang ${server} ${name})
  install(FILES deploy/sysusers/opvang-${name}.conf DESTINATION lib/sysusers.d
          COMPONENT ${name})
endforeach()
install(FILES deploy/systemd/opvang@gateway.service.d/no-database.conf
        DESTINATION /lib/systemd/system/opvang@gateway.service.d ${server} gateway)
install(PROGRAMS deploy/print-pdf DESTINATION ${libexec} COMPONENT reporting)

set(tools setup backup restore verify-dump certificates sbom)
set(pages)
foreach(tool ${tools})
  install(PROGRAMS deploy/${tool} DESTINATION ${libexec} COMPONENT tools)
  file(MAKE_DIRECTORY ${made}/sbin)
  file(CREATE_LINK ../libexec/opvang/${tool} ${made}/sbin/opvang-${tool} SYMBOLIC)
  install(FILES ${made}/sbin/opvang-${tool} DESTINATION ${CMAKE_INSTALL_SBINDIR}
          COMPONENT tools)
  set(page ${made}/man8/opvang-${tool}.8.gz)
  add_custom_command(
    OUTPUT ${page}
    COMMAND sh -c "deploy/man-page deploy/${tool} | gzip -9n > ${page}"
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    DEPENDS ${CMAKE_SOURCE_DIR}/deploy/man-page ${CMAKE_SOURCE_DIR}/deploy/${tool}
    VERBATIM)
  list(APPEND pages ${page})
endforeach()
install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man8 COMPONENT tools)

# What the client says of itself.
foreach(one "man1/opvang.1.gz=man | gzip -9n" "bash/opvang=completion bash"
            "zsh/_opvang=completion zsh" "fish/opvang.fish=completion fish")
  string(REGEX MATCH "^([^=]+)=(.*)$" one ${one})
  set(page ${made}/${CMAKE_MATCH_1})
  add_custom_command(
    OUTPUT ${page} COMMAND sh -c "$<TARGET_FILE:opvang> ${CMAKE_MATCH_2} > ${page}"
    DEPENDS opvang VERBATIM)
  list(APPEND pages ${page})
endforeach()
file(MAKE_DIRECTORY ${made}/man1 ${made}/man8 ${made}/bash ${made}/zsh ${made}/fish)
install(TARGETS opvang DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT client)
foreach(one "man1/opvang.1.gz=man/man1" "bash/opvang=bash-completion/completions"
            "zsh/_opvang=zsh/vendor-completions"
            "fish/opvang.fish=fish/vendor_completions.d")
  string(REPLACE "=" ";" one ${one})
  list(GET one 0 page)
  list(GET one 1 folder)
  install(FILES ${made}/${page} DESTINATION ${CMAKE_INSTALL_DATADIR}/${folder}
          COMPONENT client)
endforeach()

install(FILES README.md SECURITY.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT doc)
install(FILES deploy/README.md deploy/handbook.md deploy/alerts.md DESTINATION ${CMAKE_INSTALL_DOCDIR}/deploy
        COMPONENT doc)
install(DIRECTORY deploy/prometheus deploy/grafana
        DESTINATION ${CMAKE_INSTALL_DOCDIR}/deploy COMPONENT doc)

# Read while configuring.
file(GLOB scripts CONFIGURE_DEPENDS deploy/debian/*.in)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${scripts} LICENSE
                                       CHANGELOG.md)

# Of every package: who may do what with it, and what changed.
file(READ LICENSE licence)
string(REGEX REPLACE "\n\n" "\n.\n" licence "${licence}")
string(REGEX REPLACE "\n+$" "" licence "${licence}")
string(REPLACE "\n" "\n " licence "${licence}")
file(WRITE ${made}/copyright
     "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: opvang

Files: *
Copyright: 2024-2026 the authors of opvang
License: EUPL-1.2

License: EUPL-1.2
 ${licence}
")
execute_process(
  COMMAND git log -1 --format=%cD WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
  OUTPUT_VARIABLE day OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT day)
  string(TIMESTAMP day "%a, %d %b %Y %H:%M:%S +0000" UTC)
endif()
file(WRITE ${made}/changelog.Debian
     "opvang (${version}) unstable; urgency=medium

  * As CHANGELOG.md says, in opvang-doc.

 -- ${OPVANG_MAINTAINER}  ${day}
")
execute_process(COMMAND gzip -9nf ${made}/changelog.Debian)
execute_process(COMMAND gzip -9nc ${CMAKE_SOURCE_DIR}/CHANGELOG.md
                OUTPUT_FILE ${made}/changelog.gz)
install(FILES ${made}/changelog.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/opvang-doc
        COMPONENT doc)

# opvang_package(NAME "what it is" "more of it" DEPENDS … CONFFILES …)
function(opvang_package name summary text)
  cmake_parse_arguments(ARG "ALL" "DEPENDS;SUGGESTS;SECTION" "CONFFILES" ${ARGN})
  install(FILES ${made}/copyright ${made}/changelog.Debian.gz
          DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/opvang-${name}
          ${server} ${name})
  file(WRITE ${made}/overrides/opvang-${name}
       "# Nobody at Debian asked for it, so there is no bug to close.
opvang-${name}: initial-upload-closes-no-bugs
# The text of the EUPL names the LGPL among the licences that it goes with.
opvang-${name}: copyright-not-using-common-license-for-lgpl
")
  install(FILES ${made}/overrides/opvang-${name}
          DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides ${server} ${name})
  set(control)
  if(ARG_CONFFILES)
    list(TRANSFORM ARG_CONFFILES PREPEND /etc/opvang/)
    list(JOIN ARG_CONFFILES "\n" lines)
    file(WRITE ${made}/control/${name}/conffiles "${lines}\n")
    list(APPEND control ${made}/control/${name}/conffiles)
  endif()
  set(kind ${name})
  if(name IN_LIST services)
    set(kind service)
  endif()
  foreach(script preinst postinst prerm postrm)
    if(EXISTS ${CMAKE_SOURCE_DIR}/deploy/debian/${kind}.${script}.in)
      # `@@NAME@` is a unit of the name.
      file(READ deploy/debian/${kind}.${script}.in words)
      string(REPLACE "@NAME@" "${name}" words "${words}")
      file(WRITE ${made}/control/${name}/${script} "${words}")
      file(CHMOD ${made}/control/${name}/${script} PERMISSIONS OWNER_READ OWNER_WRITE
           OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
      list(APPEND control ${made}/control/${name}/${script})
    endif()
  endforeach()
  string(TOUPPER ${name} key)
  set(CPACK_DEBIAN_${key}_PACKAGE_NAME opvang-${name} PARENT_SCOPE)
  set(CPACK_DEBIAN_${key}_PACKAGE_SECTION ${ARG_SECTION} PARENT_SCOPE)
  set(CPACK_DEBIAN_${key}_PACKAGE_DEPENDS "${ARG_DEPENDS}" PARENT_SCOPE)
  set(CPACK_DEBIAN_${key}_PACKAGE_SUGGESTS "${ARG_SUGGESTS}" PARENT_SCOPE)
  set(CPACK_DEBIAN_${key}_PACKAGE_CONTROL_EXTRA "${control}" PARENT_SCOPE)
  set(CPACK_DEBIAN_${key}_DESCRIPTION "${summary}\n${text}" PARENT_SCOPE)
  if(ARG_ALL)
    set(CPACK_DEBIAN_${key}_PACKAGE_ARCHITECTURE all PARENT_SCOPE)
    set(CPACK_DEBIAN_${key}_PACKAGE_SHLIBDEPS OFF PARENT_SCOPE)
  endif()
endfunction()

set(what "The backend of Dutch provinces for places to receive asylum seekers,
displaced Ukrainians and status holders.\n")
set(quotas_is "what each municipality must do, and by which steps")
set(locations_is "which places count, and why not the others")
set(housing_is "who is ahead of the housing target, and who behind")
set(reporting_is "the report of a province: joined, checked, signed off")
set(gateway_is "nothing itself: every call of the others as JSON over HTTP")
foreach(name ${services})
  set(suggests "mariadb-server, opvang-tools")
  if(name STREQUAL reporting)
    string(APPEND suggests ", chromium")
  elseif(name STREQUAL gateway)
    set(suggests opvang-tools)
  endif()
  opvang_package(
    ${name} "service of opvang: ${name}"
    "${what}This service knows ${${name}_is}."
    SECTION net
    DEPENDS "opvang-common (= ${version}), tzdata"
    SUGGESTS "${suggests}"
    CONFFILES ${name}.conf)
endforeach()
opvang_package(
  common "what the services of opvang share"
  "${what}The unit of systemd with which a service runs as a user of its own." ALL
  SECTION net
  DEPENDS "systemd | systemd-standalone-sysusers"
  SUGGESTS "opvang-doc")
opvang_package(
  client "client of opvang for the command line"
  "${what}Loads, asks, makes, explains, signs and prints; workbooks out and in;
a timer for the quarterly reports."
  SECTION net DEPENDS "tzdata" CONFFILES opvang.env)
opvang_package(
  tools "tools of who operates opvang"
  "${what}Schemas and accounts, copies that prove themselves, a check of what was
written, certificates, what programs are made of."
  ALL SECTION admin DEPENDS "mariadb-client, openssl, python3")
opvang_package(
  doc "documentation of opvang"
  "${what}The contract with its reference, guides for COA and provinces, and how to
operate it."
  ALL SECTION doc)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME opvang)
set(CPACK_PACKAGE_CONTACT "${OPVANG_MAINTAINER}")
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL ${services} common client tools doc)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
include(CPack)

# All that the packages hold, for `deploy/packages` and its test.
add_custom_target(packages ALL DEPENDS ${pages})
add_dependencies(packages opvang reference)
foreach(name ${services})
  add_dependencies(packages opvang-${name})
endforeach()
