<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>Actions</name>
        <message>
            <source>&amp;Check All Records</source>
            <translation>&amp;Check All Records</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>&amp;Help</translation>
        </message>
        <message>
            <source>&amp;New Workspace…</source>
            <translation>&amp;New Workspace…</translation>
        </message>
        <message>
            <source>&amp;Open Workspace…</source>
            <translation>&amp;Open Workspace…</translation>
        </message>
        <message>
            <source>&amp;Recent Workspaces</source>
            <translation>&amp;Recent Workspaces</translation>
        </message>
        <message>
            <source>&amp;Send and Receive</source>
            <translation>&amp;Send and Receive</translation>
        </message>
        <message>
            <source>&amp;Vidbudova</source>
            <translation>&amp;Vidbudova</translation>
        </message>
        <message>
            <source>(none yet)</source>
            <translation>(none yet)</translation>
        </message>
        <message>
            <source>Load &amp;Boundaries…</source>
            <translation>Load &amp;Boundaries…</translation>
        </message>
        <message>
            <source>New Need along a &amp;Line</source>
            <translation>New Need along a &amp;Line</translation>
        </message>
        <message>
            <source>New Need at a Po&amp;int</source>
            <translation>New Need at a Po&amp;int</translation>
        </message>
        <message>
            <source>New Need over an &amp;Area</source>
            <translation>New Need over an &amp;Area</translation>
        </message>
        <message>
            <source>New Pro&amp;ject</source>
            <translation>New Pro&amp;ject</translation>
        </message>
        <message>
            <source>Overview by Hro&amp;mada</source>
            <translation>Overview by Hro&amp;mada</translation>
        </message>
        <message>
            <source>Se&amp;ttings…</source>
            <translation>Se&amp;ttings…</translation>
        </message>
        <message>
            <source>Tr&amp;y It on Sample Data</source>
            <translation>Tr&amp;y It on Sample Data</translation>
        </message>
        <message>
            <source>Vidbudova</source>
            <translation>Vidbudova</translation>
        </message>
        <message>
            <source>Vidbudova &amp;Panel</source>
            <translation>Vidbudova &amp;Panel</translation>
        </message>
    </context>
    <context>
        <name>Automation</name>
        <message>
            <source>A blank cell clears what the record has</source>
            <translation>A blank cell clears what the record has</translation>
        </message>
        <message>
            <source>Bundle</source>
            <translation>Bundle</translation>
        </message>
        <message>
            <source>Check records</source>
            <translation>Check records</translation>
        </message>
        <message>
            <source>Checks every record of a workspace by the portal's rules. What is found becomes a table.</source>
            <translation>Checks every record of a workspace by the portal's rules. What is found becomes a table.</translation>
        </message>
        <message>
            <source>Conflicts</source>
            <translation>Conflicts</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>Errors</translation>
        </message>
        <message>
            <source>Export bundle</source>
            <translation>Export bundle</translation>
        </message>
        <message>
            <source>Export records</source>
            <translation>Export records</translation>
        </message>
        <message>
            <source>File</source>
            <translation>File</translation>
        </message>
        <message>
            <source>Files sent</source>
            <translation>Files sent</translation>
        </message>
        <message>
            <source>Files waiting</source>
            <translation>Files waiting</translation>
        </message>
        <message>
            <source>Findings</source>
            <translation>Findings</translation>
        </message>
        <message>
            <source>Hints</source>
            <translation>Hints</translation>
        </message>
        <message>
            <source>Import bundle</source>
            <translation>Import bundle</translation>
        </message>
        <message>
            <source>Import records</source>
            <translation>Import records</translation>
        </message>
        <message>
            <source>Kind of records</source>
            <translation>Kind of records</translation>
        </message>
        <message>
            <source>Kinds of records (all where none is chosen)</source>
            <translation>Kinds of records (all where none is chosen)</translation>
        </message>
        <message>
            <source>No access token is kept for the portal {portal}. Enter it in Vidbudova's settings.</source>
            <translation>No access token is kept for the portal {portal}. Enter it in Vidbudova's settings.</translation>
        </message>
        <message>
            <source>Nothing new: the bundle was taken in before.</source>
            <translation>Nothing new: the bundle was taken in before.</translation>
        </message>
        <message>
            <source>Nothing waits: no bundle was written.</source>
            <translation>Nothing waits: no bundle was written.</translation>
        </message>
        <message>
            <source>Only tell what would happen</source>
            <translation>Only tell what would happen</translation>
        </message>
        <message>
            <source>Photos and documents, too</source>
            <translation>Photos and documents, too</translation>
        </message>
        <message>
            <source>Records</source>
            <translation>Records</translation>
        </message>
        <message>
            <source>Records added</source>
            <translation>Records added</translation>
        </message>
        <message>
            <source>Records changed</source>
            <translation>Records changed</translation>
        </message>
        <message>
            <source>Records merged</source>
            <translation>Records merged</translation>
        </message>
        <message>
            <source>Records received</source>
            <translation>Records received</translation>
        </message>
        <message>
            <source>Records refused</source>
            <translation>Records refused</translation>
        </message>
        <message>
            <source>Records sent</source>
            <translation>Records sent</translation>
        </message>
        <message>
            <source>Records that were so already</source>
            <translation>Records that were so already</translation>
        </message>
        <message>
            <source>Records waiting</source>
            <translation>Records waiting</translation>
        </message>
        <message>
            <source>Rows left out</source>
            <translation>Rows left out</translation>
        </message>
        <message>
            <source>Sends what waits in a workspace and receives what others changed, then sends and fetches files. The access token is the one that Vidbudova's settings keep in QGIS's authentication database.</source>
            <translation>Sends what waits in a workspace and receives what others changed, then sends and fetches files. The access token is the one that Vidbudova's settings keep in QGIS's authentication database.</translation>
        </message>
        <message>
            <source>Sync with portal</source>
            <translation>Sync with portal</translation>
        </message>
        <message>
            <source>Table or layer</source>
            <translation>Table or layer</translation>
        </message>
        <message>
            <source>Takes a bundle into a workspace; the next sync passes it on under its author's name.</source>
            <translation>Takes a bundle into a workspace; the next sync passes it on under its author's name.</translation>
        </message>
        <message>
            <source>Takes the rows of a table or layer into a workspace: a workbook, CSV, GeoPackage or anything else that QGIS reads. Columns are called as the fields are in the form or in an export; codes may be written in words. A row with the identifier of a record changes that record, any other becomes a new draft; the same table twice makes no second record. Rows that cannot be taken in are told in a table, with what to do. All of it can be undone in the panel.</source>
            <translation>Takes the rows of a table or layer into a workspace: a workbook, CSV, GeoPackage or anything else that QGIS reads. Columns are called as the fields are in the form or in an export; codes may be written in words. A row with the identifier of a record changes that record, any other becomes a new draft; the same table twice makes no second record. Rows that cannot be taken in are told in a table, with what to do. All of it can be undone in the panel.</translation>
        </message>
        <message>
            <source>The column “{name}” is no field: it is passed over.</source>
            <translation>The column “{name}” is no field: it is passed over.</translation>
        </message>
        <message>
            <source>The file has to end in one of these: {endings}.</source>
            <translation>The file has to end in one of these: {endings}.</translation>
        </message>
        <message>
            <source>The layer {layer} has edits that are not saved. Save or discard them, then try again.</source>
            <translation>The layer {layer} has edits that are not saved. Save or discard them, then try again.</translation>
        </message>
        <message>
            <source>The table could not be read.</source>
            <translation>The table could not be read.</translation>
        </message>
        <message>
            <source>There is no workspace in the folder {path}.</source>
            <translation>There is no workspace in the folder {path}.</translation>
        </message>
        <message>
            <source>Warnings</source>
            <translation>Warnings</translation>
        </message>
        <message>
            <source>Workspace folder</source>
            <translation>Workspace folder</translation>
        </message>
        <message>
            <source>Writes the records of a workspace to a file. A workbook and CSV have names in place of codes; GeoPackage and GeoJSON have records as they are kept, with their places.</source>
            <translation>Writes the records of a workspace to a file. A workbook and CSV have names in place of codes; GeoPackage and GeoJSON have records as they are kept, with their places.</translation>
        </message>
        <message>
            <source>Writes what waits in a workspace into a bundle, which another workspace passes on.</source>
            <translation>Writes what waits in a workspace into a bundle, which another workspace passes on.</translation>
        </message>
    </context>
    <context>
        <name>Basemap</name>
        <message>
            <source>Around the records</source>
            <translation>Around the records</translation>
        </message>
        <message>
            <source>Preparing the basemap was cancelled.</source>
            <translation>Preparing the basemap was cancelled.</translation>
        </message>
        <message>
            <source>QGIS's Processing plugin is switched off. Switch it on under Plugins › Manage, then try again.</source>
            <translation>QGIS's Processing plugin is switched off. Switch it on under Plugins › Manage, then try again.</translation>
        </message>
        <message>
            <source>The basemap could not be prepared; the log says more.</source>
            <translation>The basemap could not be prepared; the log says more.</translation>
        </message>
        <message>
            <source>The basemap could not be put in place; close what has it open.</source>
            <translation>The basemap could not be put in place; close what has it open.</translation>
        </message>
        <message>
            <source>The basemap is being prepared already; see QGIS's task manager.</source>
            <translation>The basemap is being prepared already; see QGIS's task manager.</translation>
        </message>
        <message>
            <source>The basemap shows nothing there; is there a network? Nothing was prepared.</source>
            <translation>The basemap shows nothing there; is there a network? Nothing was prepared.</translation>
        </message>
        <message>
            <source>The offline basemap is ready and lies under the records.</source>
            <translation>The offline basemap is ready and lies under the records.</translation>
        </message>
        <message>
            <source>The whole territory of the workspace</source>
            <translation>The whole territory of the workspace</translation>
        </message>
        <message>
            <source>What the map shows now</source>
            <translation>What the map shows now</translation>
        </message>
    </context>
    <context>
        <name>BasemapDialog</name>
        <message numerus="yes">
            <source>%n tile(s), about {size}</source>
            <translation>
                <numerusform>%n tile, about {size}</numerusform>
                <numerusform>%n tiles, about {size}</numerusform>
            </translation>
        </message>
        <message>
            <source>Area</source>
            <translation>Area</translation>
        </message>
        <message>
            <source>Basemap</source>
            <translation>Basemap</translation>
        </message>
        <message>
            <source>Blocks</source>
            <translation>Blocks</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Detail</source>
            <translation>Detail</translation>
        </message>
        <message>
            <source>Prepare</source>
            <translation>Prepare</translation>
        </message>
        <message>
            <source>Prepare Offline Basemap</source>
            <translation>Prepare Offline Basemap</translation>
        </message>
        <message>
            <source>QGIS draws the basemap that you choose into a file of the workspace. Then it is there where there is no network, also in QField.</source>
            <translation>QGIS draws the basemap that you choose into a file of the workspace. Then it is there where there is no network, also in QField.</translation>
        </message>
        <message>
            <source>Settlements and roads</source>
            <translation>Settlements and roads</translation>
        </message>
        <message>
            <source>Single houses</source>
            <translation>Single houses</translation>
        </message>
        <message>
            <source>So large an area goes down to less detail (zoom {zoom}); choose a smaller one for more.</source>
            <translation>So large an area goes down to less detail (zoom {zoom}); choose a smaller one for more.</translation>
        </message>
        <message>
            <source>Streets</source>
            <translation>Streets</translation>
        </message>
        <message>
            <source>The terms of {host} do not allow a whole region to be downloaded: these servers are run for looking at maps. Choose another basemap: one of your own, or a service that allows its tiles to be kept.</source>
            <translation>The terms of {host} do not allow a whole region to be downloaded: these servers are run for looking at maps. Choose another basemap: one of your own, or a service that allows its tiles to be kept.</translation>
        </message>
        <message>
            <source>There is no basemap in the project. Add one by Layer › Add Layer: an orthophoto or a map of your own, an MBTiles file, or a map service that allows its tiles to be kept. Then come back.</source>
            <translation>There is no basemap in the project. Add one by Layer › Add Layer: an orthophoto or a map of your own, an MBTiles file, or a map service that allows its tiles to be kept. Then come back.</translation>
        </message>
        <message>
            <source>{host} allows its tiles to be downloaded and kept</source>
            <translation>{host} allows its tiles to be downloaded and kept</translation>
        </message>
    </context>
    <context>
        <name>BasemapHint</name>
        <message>
            <source>Do not show this hint any more</source>
            <translation>Do not show this hint any more</translation>
        </message>
        <message>
            <source>Prepare Offline Basemap…</source>
            <translation>Prepare Offline Basemap…</translation>
        </message>
        <message>
            <source>Prepare…</source>
            <translation>Prepare…</translation>
        </message>
        <message>
            <source>Without a network there is no basemap.</source>
            <translation>Without a network there is no basemap.</translation>
        </message>
    </context>
    <context>
        <name>BooleanEditor</name>
        <message>
            <source>No</source>
            <translation>No</translation>
        </message>
        <message>
            <source>Not stated</source>
            <translation>Not stated</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>Yes</translation>
        </message>
    </context>
    <context>
        <name>Boundaries</name>
        <message numerus="yes">
            <source>%n boundary(s) loaded.</source>
            <translation>
                <numerusform>%n boundary loaded.</numerusform>
                <numerusform>%n boundaries loaded.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) left out: no area.</source>
            <translation>
                <numerusform>%n row left out: no area.</numerusform>
                <numerusform>%n rows left out: no area.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) left out: no known code.</source>
            <translation>
                <numerusform>%n row left out: no known code.</numerusform>
                <numerusform>%n rows left out: no known code.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n unit(s) left out: outside Ukraine.</source>
            <translation>
                <numerusform>%n unit left out: outside Ukraine.</numerusform>
                <numerusform>%n units left out: outside Ukraine.</numerusform>
            </translation>
        </message>
        <message>
            <source>Loading boundaries</source>
            <translation>Loading boundaries</translation>
        </message>
        <message>
            <source>Looking for boundaries</source>
            <translation>Looking for boundaries</translation>
        </message>
        <message>
            <source>Reading boundaries</source>
            <translation>Reading boundaries</translation>
        </message>
        <message>
            <source>Removing boundaries</source>
            <translation>Removing boundaries</translation>
        </message>
        <message>
            <source>The boundaries are removed.</source>
            <translation>The boundaries are removed.</translation>
        </message>
        <message>
            <source>The boundaries could not be read; the log has the details. Nothing was changed.</source>
            <translation>The boundaries could not be read; the log has the details. Nothing was changed.</translation>
        </message>
        <message>
            <source>This file holds no lines or areas: {path}</source>
            <translation>This file holds no lines or areas: {path}</translation>
        </message>
    </context>
    <context>
        <name>BoundariesDialog</name>
        <message numerus="yes">
            <source>%n city district(s)</source>
            <translation>
                <numerusform>%n city district</numerusform>
                <numerusform>%n city districts</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n hromada(s)</source>
            <translation>
                <numerusform>%n hromada</numerusform>
                <numerusform>%n hromadas</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n oblast(s)</source>
            <translation>
                <numerusform>%n oblast</numerusform>
                <numerusform>%n oblasts</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n raion(s)</source>
            <translation>
                <numerusform>%n raion</numerusform>
                <numerusform>%n raions</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) without a known code</source>
            <translation>
                <numerusform>%n row without a known code</numerusform>
                <numerusform>%n rows without a known code</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n settlement(s)</source>
            <translation>
                <numerusform>%n settlement</numerusform>
                <numerusform>%n settlements</numerusform>
            </translation>
        </message>
        <message>
            <source>Boundaries tell which hromada a place is in. Any polygons with KATOTTG codes or P-codes will do, such as COD-AB from data.humdata.org. They are copied into the workspace and work without a network.</source>
            <translation>Boundaries tell which hromada a place is in. Any polygons with KATOTTG codes or P-codes will do, such as COD-AB from data.humdata.org. They are copied into the workspace and work without a network.</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Choose a layer of the project</source>
            <translation>Choose a layer of the project</translation>
        </message>
        <message>
            <source>Choose a layer of the project or a file. What is found in it is listed here before it is loaded.</source>
            <translation>Choose a layer of the project or a file. What is found in it is listed here before it is loaded.</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>Draws the file under the records; it tells nothing about territories.</source>
            <translation>Draws the file under the records; it tells nothing about territories.</translation>
        </message>
        <message>
            <source>Field with the codes</source>
            <translation>Field with the codes</translation>
        </message>
        <message>
            <source>File with boundaries</source>
            <translation>File with boundaries</translation>
        </message>
        <message>
            <source>From File…</source>
            <translation>From File…</translation>
        </message>
        <message>
            <source>In the workspace: {units}.</source>
            <translation>In the workspace: {units}.</translation>
        </message>
        <message>
            <source>Layer</source>
            <translation>Layer</translation>
        </message>
        <message>
            <source>Load</source>
            <translation>Load</translation>
        </message>
        <message>
            <source>Load boundaries</source>
            <translation>Load boundaries</translation>
        </message>
        <message>
            <source>Loaded last: “{source}”, {when}.</source>
            <translation>Loaded last: “{source}”, {when}.</translation>
        </message>
        <message>
            <source>Loading…</source>
            <translation>Loading…</translation>
        </message>
        <message>
            <source>Looking into “{name}”…</source>
            <translation>Looking into “{name}”…</translation>
        </message>
        <message>
            <source>Map files</source>
            <translation>Map files</translation>
        </message>
        <message>
            <source>No polygon layers here</source>
            <translation>No polygon layers here</translation>
        </message>
        <message>
            <source>Only Show on the Map</source>
            <translation>Only Show on the Map</translation>
        </message>
        <message>
            <source>Polygon layers of the project</source>
            <translation>Polygon layers of the project</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Progress</translation>
        </message>
        <message>
            <source>Remove All</source>
            <translation>Remove All</translation>
        </message>
        <message>
            <source>The workspace has no boundaries yet: territories are proposed by the nearest known settlement.</source>
            <translation>The workspace has no boundaries yet: territories are proposed by the nearest known settlement.</translation>
        </message>
        <message>
            <source>Units</source>
            <translation>Units</translation>
        </message>
        <message>
            <source>What was found</source>
            <translation>What was found</translation>
        </message>
        <message>
            <source>no codes</source>
            <translation>no codes</translation>
        </message>
    </context>
    <context>
        <name>BundleRows</name>
        <message numerus="yes">
            <source>%n edit(s) of {author}</source>
            <translation>
                <numerusform>%n edit of {author}</numerusform>
                <numerusform>%n edits of {author}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n left to the author</source>
            <translation>
                <numerusform>%n left to the author</numerusform>
                <numerusform>%n left to the author</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n not accepted: the author has to look</source>
            <translation>
                <numerusform>%n not accepted: the author has to look</numerusform>
                <numerusform>%n not accepted: the author has to look</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n on the portal</source>
            <translation>
                <numerusform>%n on the portal</numerusform>
                <numerusform>%n on the portal</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting to be passed on</source>
            <translation>
                <numerusform>%n waiting to be passed on</numerusform>
                <numerusform>%n waiting to be passed on</numerusform>
            </translation>
        </message>
        <message>
            <source>imported {moment}</source>
            <translation>imported {moment}</translation>
        </message>
        <message>
            <source>made {moment}</source>
            <translation>made {moment}</translation>
        </message>
        <message>
            <source>not signed</source>
            <translation>not signed</translation>
        </message>
        <message>
            <source>signed with a device's key</source>
            <translation>signed with a device's key</translation>
        </message>
    </context>
    <context>
        <name>Bundles</name>
        <message numerus="yes">
            <source>%n edit(s) exported to “{file}”.</source>
            <translation>
                <numerusform>%n edit exported to “{file}”.</numerusform>
                <numerusform>%n edits exported to “{file}”.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n edit(s) of {author} imported. Send passes them on.</source>
            <translation>
                <numerusform>%n edit of {author} imported. Send passes it on.</numerusform>
                <numerusform>%n edits of {author} imported. Send passes them on.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) are not on this computer.</source>
            <translation>
                <numerusform>%n file is not on this computer.</numerusform>
                <numerusform>%n files are not on this computer.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) stay behind: see Exchange.</source>
            <translation>
                <numerusform>%n record stays behind: see Exchange.</numerusform>
                <numerusform>%n records stay behind: see Exchange.</numerusform>
            </translation>
        </message>
        <message>
            <source>Bundles of Vidbudova (*.vidbudova)</source>
            <translation>Bundles of Vidbudova (*.vidbudova)</translation>
        </message>
        <message>
            <source>Exporting a bundle</source>
            <translation>Exporting a bundle</translation>
        </message>
        <message>
            <source>Import bundle</source>
            <translation>Import bundle</translation>
        </message>
        <message>
            <source>Importing a bundle</source>
            <translation>Importing a bundle</translation>
        </message>
        <message>
            <source>Looking what waits</source>
            <translation>Looking what waits</translation>
        </message>
        <message>
            <source>Nothing waits: there is nothing to export.</source>
            <translation>Nothing waits: there is nothing to export.</translation>
        </message>
        <message>
            <source>Reading a bundle</source>
            <translation>Reading a bundle</translation>
        </message>
        <message>
            <source>That stopped on a fault of the program. Nothing was lost; the log has the details.</source>
            <translation>That stopped on a fault of the program. Nothing was lost; the log has the details.</translation>
        </message>
    </context>
    <context>
        <name>CalendarPopup</name>
        <message>
            <source>Calendar</source>
            <translation>Calendar</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>Today</translation>
        </message>
    </context>
    <context>
        <name>Checks</name>
        <message>
            <source>This cannot be negative. Blank means unknown, 0 means none.</source>
            <translation>This cannot be negative. Blank means unknown, 0 means none.</translation>
        </message>
        <message>
            <source>This is no number. Write it in digits.</source>
            <translation>This is no number. Write it in digits.</translation>
        </message>
        <message>
            <source>This is no whole number. Write it in digits, such as 12.</source>
            <translation>This is no whole number. Write it in digits, such as 12.</translation>
        </message>
        <message>
            <source>“{text}” is not in the list. Type a word of it and choose.</source>
            <translation>“{text}” is not in the list. Type a word of it and choose.</translation>
        </message>
        <message>
            <source>“{text}” is typed but no unit is chosen. Type its first letters and choose it.</source>
            <translation>“{text}” is typed but no unit is chosen. Type its first letters and choose it.</translation>
        </message>
    </context>
    <context>
        <name>ChildFrame</name>
        <message>
            <source>Back to the list</source>
            <translation>Back to the list</translation>
        </message>
        <message>
            <source>Esc</source>
            <translation>Esc</translation>
        </message>
        <message>
            <source>‹ Back to the list</source>
            <translation>‹ Back to the list</translation>
        </message>
    </context>
    <context>
        <name>ChildrenPage</name>
        <message>
            <source>Add</source>
            <translation>Add</translation>
        </message>
        <message>
            <source>None yet. “Add” opens a form for the first one.</source>
            <translation>None yet. “Add” opens a form for the first one.</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Open</translation>
        </message>
        <message>
            <source>Remove…</source>
            <translation>Remove…</translation>
        </message>
        <message>
            <source>untitled</source>
            <translation>untitled</translation>
        </message>
    </context>
    <context>
        <name>ChoiceEditor</name>
        <message>
            <source>type to find</source>
            <translation>type to find</translation>
        </message>
    </context>
    <context>
        <name>Clashes</name>
        <message>
            <source>Place on the map</source>
            <translation>Place on the map</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
        <message>
            <source>blank</source>
            <translation>blank</translation>
        </message>
        <message>
            <source>no</source>
            <translation>no</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>yes</translation>
        </message>
        <message>
            <source>{field}: was {before}, now {theirs}, you have {mine}</source>
            <translation>{field}: was {before}, now {theirs}, you have {mine}</translation>
        </message>
        <message>
            <source>“{text}”</source>
            <translation>“{text}”</translation>
        </message>
    </context>
    <context>
        <name>CommitGuard</name>
        <message numerus="yes">
            <source>%n record(s) changed on the portal while you were editing and wait for your decision: {titles}</source>
            <translation>
                <numerusform>%n record changed on the portal while you were editing it and waits for your decision: {titles}</numerusform>
                <numerusform>%n records changed on the portal while you were editing them and wait for your decision: {titles}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) were changed by another program while you were editing. Your values were kept.</source>
            <translation>
                <numerusform>%n record was changed by another program while you were editing it. Your values were kept.</numerusform>
                <numerusform>%n records were changed by another program while you were editing them. Your values were kept.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) were deleted while you were editing, so these edits cannot be saved. Copy them as new records, or discard the edits.</source>
            <translation>
                <numerusform>%n record was deleted while you were editing it, so these edits cannot be saved. Copy it as a new record, or discard the edits.</numerusform>
                <numerusform>%n records were deleted while you were editing them, so these edits cannot be saved. Copy them as new records, or discard the edits.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ConflictChoices</name>
        <message numerus="yes">
            <source>%n record(s) deleted with it come back</source>
            <translation>
                <numerusform>%n record deleted with it comes back</numerusform>
                <numerusform>%n records deleted with it come back</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) that hang off it go with it</source>
            <translation>
                <numerusform>%n record that hangs off it goes with it</numerusform>
                <numerusform>%n records that hang off it go with it</numerusform>
            </translation>
        </message>
        <message>
            <source>Before</source>
            <translation>Before</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>Field</translation>
        </message>
        <message>
            <source>Mine</source>
            <translation>Mine</translation>
        </message>
        <message>
            <source>Mine on the map: whole line, circle</source>
            <translation>Mine on the map: whole line, circle</translation>
        </message>
        <message>
            <source>Portal's</source>
            <translation>Portal's</translation>
        </message>
        <message>
            <source>Portal's on the map: broken line, cross</source>
            <translation>Portal's on the map: broken line, cross</translation>
        </message>
        <message>
            <source>The record</source>
            <translation>The record</translation>
        </message>
        <message>
            <source>delete it here, too</source>
            <translation>delete it here, too</translation>
        </message>
        <message>
            <source>delete it on the portal, too</source>
            <translation>delete it on the portal, too</translation>
        </message>
        <message>
            <source>keep it as a new record: the old one is out of your view there</source>
            <translation>keep it as a new record: the old one is out of your view there</translation>
        </message>
        <message>
            <source>keep it: it comes back here</source>
            <translation>keep it: it comes back here</translation>
        </message>
        <message>
            <source>keep it: it is made again on the portal</source>
            <translation>keep it: it is made again on the portal</translation>
        </message>
        <message>
            <source>mine</source>
            <translation>mine</translation>
        </message>
        <message>
            <source>not known</source>
            <translation>not known</translation>
        </message>
        <message>
            <source>portal's</source>
            <translation>portal's</translation>
        </message>
        <message>
            <source>there on both sides</source>
            <translation>there on both sides</translation>
        </message>
    </context>
    <context>
        <name>ConflictDesk</name>
        <message numerus="yes">
            <source>%n conflict(s) settled</source>
            <translation>
                <numerusform>%n conflict settled</numerusform>
                <numerusform>%n conflicts settled</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n left as they are</source>
            <translation>
                <numerusform>%n left as it is</numerusform>
                <numerusform>%n left as they are</numerusform>
            </translation>
        </message>
        <message>
            <source>Looking through the conflicts</source>
            <translation>Looking through the conflicts</translation>
        </message>
        <message>
            <source>Settling conflicts</source>
            <translation>Settling conflicts</translation>
        </message>
        <message>
            <source>Settling stopped on a fault of the program. Conflicts that are still listed were not changed.</source>
            <translation>Settling stopped on a fault of the program. Conflicts that are still listed were not changed.</translation>
        </message>
        <message>
            <source>The record has edits in its layer that are not saved. Save or discard them there, then settle it.</source>
            <translation>The record has edits in its layer that are not saved. Save or discard them there, then settle it.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Undo</translation>
        </message>
    </context>
    <context>
        <name>ConflictList</name>
        <message numerus="yes">
            <source>%n conflict(s)</source>
            <translation>
                <numerusform>%n conflict</numerusform>
                <numerusform>%n conflicts</numerusform>
            </translation>
        </message>
        <message>
            <source>All fields</source>
            <translation>All fields</translation>
        </message>
        <message>
            <source>All kinds of conflicts</source>
            <translation>All kinds of conflicts</translation>
        </message>
        <message>
            <source>All kinds of records</source>
            <translation>All kinds of records</translation>
        </message>
        <message>
            <source>Conflicts</source>
            <translation>Conflicts</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>Field</translation>
        </message>
        <message>
            <source>Kind of conflict</source>
            <translation>Kind of conflict</translation>
        </message>
        <message>
            <source>Kind of record</source>
            <translation>Kind of record</translation>
        </message>
    </context>
    <context>
        <name>ConflictsWindow</name>
        <message>
            <source>&amp;Apply</source>
            <translation>&amp;Apply</translation>
        </message>
        <message>
            <source>&amp;Close</source>
            <translation>&amp;Close</translation>
        </message>
        <message>
            <source>&amp;Open Record…</source>
            <translation>&amp;Open Record…</translation>
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation>&amp;Undo</translation>
        </message>
        <message>
            <source>All &amp;Mine</source>
            <translation>All &amp;Mine</translation>
        </message>
        <message>
            <source>All the &amp;Portal's</source>
            <translation>All the &amp;Portal's</translation>
        </message>
        <message>
            <source>Both sides have become the same meanwhile. Apply ends the conflict.</source>
            <translation>Both sides have become the same meanwhile. Apply ends the conflict.</translation>
        </message>
        <message>
            <source>Conflicts</source>
            <translation>Conflicts</translation>
        </message>
        <message>
            <source>Settle A&amp;ll Like This…</source>
            <translation>Settle A&amp;ll Like This…</translation>
        </message>
        <message>
            <source>Show on Map</source>
            <translation>Show on Map</translation>
        </message>
        <message>
            <source>The record was deleted here and changed on the portal.</source>
            <translation>The record was deleted here and changed on the portal.</translation>
        </message>
        <message>
            <source>The record was deleted on both sides.</source>
            <translation>The record was deleted on both sides.</translation>
        </message>
        <message>
            <source>The record was deleted on the portal and changed here.</source>
            <translation>The record was deleted on the portal and changed here.</translation>
        </message>
        <message>
            <source>The record was deleted on the portal or moved out of your view, and changed here.</source>
            <translation>The record was deleted on the portal or moved out of your view, and changed here.</translation>
        </message>
        <message>
            <source>There are no conflicts.</source>
            <translation>There are no conflicts.</translation>
        </message>
        <message>
            <source>This record was made on both sides, with different values.</source>
            <translation>This record was made on both sides, with different values.</translation>
        </message>
        <message>
            <source>This record, or the portal's version of it, has changed. Look at the values again.</source>
            <translation>This record, or the portal's version of it, has changed. Look at the values again.</translation>
        </message>
        <message>
            <source>You and somebody else changed the same fields. What only one of you changed is merged.</source>
            <translation>You and somebody else changed the same fields. What only one of you changed is merged.</translation>
        </message>
        <message>
            <source>You deleted the record, but others added to it what you had not seen. Receive first, so that it is listed here; then delete all of it, or keep it.</source>
            <translation>You deleted the record, but others added to it what you had not seen. Receive first, so that it is listed here; then delete all of it, or keep it.</translation>
        </message>
        <message>
            <source>Your changes and the portal's are right each, but not together. Choose, or open the record, correct it, and choose then.</source>
            <translation>Your changes and the portal's are right each, but not together. Choose, or open the record, correct it, and choose then.</translation>
        </message>
        <message>
            <source>mine</source>
            <translation>mine</translation>
        </message>
        <message>
            <source>mine on the map</source>
            <translation>mine on the map</translation>
        </message>
        <message>
            <source>the portal's</source>
            <translation>the portal's</translation>
        </message>
        <message>
            <source>the portal's on the map</source>
            <translation>the portal's on the map</translation>
        </message>
    </context>
    <context>
        <name>ConnectionTest</name>
        <message>
            <source>Asking the portal…</source>
            <translation>Asking the portal…</translation>
        </message>
        <message>
            <source>Test Connection…</source>
            <translation>Test Connection…</translation>
        </message>
    </context>
    <context>
        <name>DateEditor</name>
        <message>
            <source>Calendar</source>
            <translation>Calendar</translation>
        </message>
        <message>
            <source>Calendar (Alt+Down)</source>
            <translation>Calendar (Alt+Down)</translation>
        </message>
        <message>
            <source>year-month-day</source>
            <translation>year-month-day</translation>
        </message>
    </context>
    <context>
        <name>ExchangePanel</name>
        <message numerus="yes">
            <source>%n conflict(s)</source>
            <translation>
                <numerusform>%n conflict</numerusform>
                <numerusform>%n conflicts</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n held until their parents arrive</source>
            <translation>
                <numerusform>%n held until its parent arrives</numerusform>
                <numerusform>%n held until their parents arrive</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n left alone, being edited</source>
            <translation>
                <numerusform>%n left alone, being edited</numerusform>
                <numerusform>%n left alone, being edited</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n merged</source>
            <translation>
                <numerusform>%n merged</numerusform>
                <numerusform>%n merged</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of others passed on</source>
            <translation>
                <numerusform>%n of others passed on</numerusform>
                <numerusform>%n of others passed on</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of others waiting to be passed on</source>
            <translation>
                <numerusform>%n of others waiting to be passed on</numerusform>
                <numerusform>%n of others waiting to be passed on</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n received</source>
            <translation>
                <numerusform>%n received</numerusform>
                <numerusform>%n received</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) sent</source>
            <translation>
                <numerusform>%n record sent</numerusform>
                <numerusform>%n records sent</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n refused</source>
            <translation>
                <numerusform>%n refused</numerusform>
                <numerusform>%n refused</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n still waiting</source>
            <translation>
                <numerusform>%n still waiting</numerusform>
                <numerusform>%n still waiting</numerusform>
            </translation>
        </message>
        <message>
            <source>Bundles of others</source>
            <translation>Bundles of others</translation>
        </message>
        <message>
            <source>Cancelled. {rest}</source>
            <translation>Cancelled. {rest}</translation>
        </message>
        <message>
            <source>Conflicts ({count})</source>
            <translation>Conflicts ({count})</translation>
        </message>
        <message>
            <source>Exchange with the portal</source>
            <translation>Exchange with the portal</translation>
        </message>
        <message>
            <source>Last sync {moment}.</source>
            <translation>Last sync {moment}.</translation>
        </message>
        <message>
            <source>Nothing has been sent or received yet. Send does both.</source>
            <translation>Nothing has been sent or received yet. Send does both.</translation>
        </message>
        <message>
            <source>Nothing new on either side.</source>
            <translation>Nothing new on either side.</translation>
        </message>
        <message>
            <source>Nothing of the sample is ever sent. A workspace of your own sends and receives.</source>
            <translation>Nothing of the sample is ever sent. A workspace of your own sends and receives.</translation>
        </message>
        <message>
            <source>One side deleted the record, the other changed it</source>
            <translation>One side deleted the record, the other changed it</translation>
        </message>
        <message>
            <source>Place on the map</source>
            <translation>Place on the map</translation>
        </message>
        <message>
            <source>Records that you have not seen hang off what you deleted</source>
            <translation>Records that you have not seen hang off what you deleted</translation>
        </message>
        <message>
            <source>Refused ({count})</source>
            <translation>Refused ({count})</translation>
        </message>
        <message>
            <source>Sent and received</source>
            <translation>Sent and received</translation>
        </message>
        <message>
            <source>The last sync</source>
            <translation>The last sync</translation>
        </message>
        <message>
            <source>The portal has this record with other values: {fields}</source>
            <translation>The portal has this record with other values: {fields}</translation>
        </message>
        <message>
            <source>You and somebody else changed: {fields}</source>
            <translation>You and somebody else changed: {fields}</translation>
        </message>
        <message>
            <source>Your change and the portal's do not fit together: {fields}</source>
            <translation>Your change and the portal's do not fit together: {fields}</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
        <message>
            <source>answered by the portal</source>
            <translation>answered by the portal</translation>
        </message>
        <message>
            <source>ready to be sent</source>
            <translation>ready to be sent</translation>
        </message>
        <message>
            <source>refused as a whole, waits again</source>
            <translation>refused as a whole, waits again</translation>
        </message>
        <message>
            <source>sent, answer not known yet</source>
            <translation>sent, answer not known yet</translation>
        </message>
        <message>
            <source>withdrawn, waits again</source>
            <translation>withdrawn, waits again</translation>
        </message>
        <message numerus="yes">
            <source>↑ %n record(s), {size}: {state}</source>
            <translation>
                <numerusform>↑ %n record, {size}: {state}</numerusform>
                <numerusform>↑ %n records, {size}: {state}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>↓ %n record(s) received, {applied} changed here</source>
            <translation>
                <numerusform>↓ %n record received, {applied} changed here</numerusform>
                <numerusform>↓ %n records received, {applied} changed here</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Export</name>
        <message numerus="yes">
            <source>%n record(s) exported to {names}</source>
            <translation>
                <numerusform>%n record exported to {names}</numerusform>
                <numerusform>%n records exported to {names}</numerusform>
            </translation>
        </message>
        <message>
            <source>Excel workbook</source>
            <translation>Excel workbook</translation>
        </message>
        <message>
            <source>Export the Selected Records</source>
            <translation>Export the Selected Records</translation>
        </message>
        <message>
            <source>Export to {name}</source>
            <translation>Export to {name}</translation>
        </message>
        <message>
            <source>GeoJSON</source>
            <translation>GeoJSON</translation>
        </message>
        <message>
            <source>GeoPackage</source>
            <translation>GeoPackage</translation>
        </message>
        <message>
            <source>Latitude</source>
            <translation>Latitude</translation>
        </message>
        <message>
            <source>Longitude</source>
            <translation>Longitude</translation>
        </message>
        <message>
            <source>Open Folder</source>
            <translation>Open Folder</translation>
        </message>
        <message>
            <source>Place (WKT)</source>
            <translation>Place (WKT)</translation>
        </message>
        <message>
            <source>Table as text (CSV)</source>
            <translation>Table as text (CSV)</translation>
        </message>
        <message>
            <source>Territory</source>
            <translation>Territory</translation>
        </message>
        <message>
            <source>The export stopped on a fault of the program; no file was written.</source>
            <translation>The export stopped on a fault of the program; no file was written.</translation>
        </message>
        <message>
            <source>The export was cancelled; no file was written.</source>
            <translation>The export was cancelled; no file was written.</translation>
        </message>
        <message numerus="yes">
            <source>The place of %n of them is not public: mind whom you give it.</source>
            <translation>
                <numerusform>The place of %n of them is not public: mind whom you give it.</numerusform>
                <numerusform>The place of %n of them is not public: mind whom you give it.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ExportBundleDialog</name>
        <message numerus="yes">
            <source>%n edit(s) of earlier bundles have no answer yet and go along again.</source>
            <translation>
                <numerusform>%n edit of earlier bundles has no answer yet and goes along again.</numerusform>
                <numerusform>%n edits of earlier bundles have no answer yet and go along again.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n edit(s) wait. Another workspace passes them on to the portal.</source>
            <translation>
                <numerusform>%n edit waits. Another workspace passes it on to the portal.</numerusform>
                <numerusform>%n edits wait. Another workspace passes them on to the portal.</numerusform>
            </translation>
        </message>
        <message>
            <source>Browse…</source>
            <translation>Browse…</translation>
        </message>
        <message>
            <source>Bundles of Vidbudova (*.vidbudova)</source>
            <translation>Bundles of Vidbudova (*.vidbudova)</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Choose the file first.</source>
            <translation>Choose the file first.</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>Export</translation>
        </message>
        <message>
            <source>Export bundle</source>
            <translation>Export bundle</translation>
        </message>
        <message>
            <source>File</source>
            <translation>File</translation>
        </message>
        <message>
            <source>Not signed: the portal will mark the author as claimed. The first exchange with the portal makes a key.</source>
            <translation>Not signed: the portal will mark the author as claimed. The first exchange with the portal makes a key.</translation>
        </message>
        <message>
            <source>Not to be had on this computer: the Python package “cryptography” is missing. It is installed along with QGIS (OSGeo4W: python3-cryptography) or by pip install cryptography.</source>
            <translation>Not to be had on this computer: the Python package “cryptography” is missing. It is installed along with QGIS (OSGeo4W: python3-cryptography) or by pip install cryptography.</translation>
        </message>
        <message>
            <source>Once more</source>
            <translation>Once more</translation>
        </message>
        <message>
            <source>Only who knows the passphrase can open the file. Tell it by another way than the file.</source>
            <translation>Only who knows the passphrase can open the file. Tell it by another way than the file.</translation>
        </message>
        <message>
            <source>Passphrase</source>
            <translation>Passphrase</translation>
        </message>
        <message>
            <source>Seal with a passphrase</source>
            <translation>Seal with a passphrase</translation>
        </message>
        <message numerus="yes">
            <source>The passphrase is too short: at least %n character(s).</source>
            <translation>
                <numerusform>The passphrase is too short: at least %n character.</numerusform>
                <numerusform>The passphrase is too short: at least %n characters.</numerusform>
            </translation>
        </message>
        <message>
            <source>The two passphrases differ.</source>
            <translation>The two passphrases differ.</translation>
        </message>
        <message>
            <source>This computer's key signs the bundle: it proves that you made the edits.</source>
            <translation>This computer's key signs the bundle: it proves that you made the edits.</translation>
        </message>
        <message numerus="yes">
            <source>With the files of photos and documents (%n)</source>
            <translation>
                <numerusform>With the files of photos and documents (%n)</numerusform>
                <numerusform>With the files of photos and documents (%n)</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FaultLines</name>
        <message>
            <source>Error: {text}</source>
            <translation>Error: {text}</translation>
        </message>
        <message>
            <source>Hint: {text}</source>
            <translation>Hint: {text}</translation>
        </message>
        <message>
            <source>Warning: {text}</source>
            <translation>Warning: {text}</translation>
        </message>
    </context>
    <context>
        <name>FieldFiles</name>
        <message numerus="yes">
            <source>%n file(s) from the field taken into the workspace</source>
            <translation>
                <numerusform>%n file from the field taken into the workspace</numerusform>
                <numerusform>%n files from the field taken into the workspace</numerusform>
            </translation>
        </message>
        <message>
            <source>Photos from the field</source>
            <translation>Photos from the field</translation>
        </message>
    </context>
    <context>
        <name>FieldRow</name>
        <message>
            <source>Needed before the record can be submitted</source>
            <translation>Needed before the record can be submitted</translation>
        </message>
    </context>
    <context>
        <name>FileButtons</name>
        <message>
            <source>Add Files…</source>
            <translation>Add Files…</translation>
        </message>
        <message>
            <source>Can be undone (Del)</source>
            <translation>Can be undone (Del)</translation>
        </message>
        <message>
            <source>Caption</source>
            <translation>Caption</translation>
        </message>
        <message>
            <source>Fetch</source>
            <translation>Fetch</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Open</translation>
        </message>
        <message>
            <source>Open Outside</source>
            <translation>Open Outside</translation>
        </message>
        <message>
            <source>Opens a copy with the program that this computer has for such files</source>
            <translation>Opens a copy with the program that this computer has for such files</translation>
        </message>
        <message>
            <source>Paste</source>
            <translation>Paste</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Remove</translation>
        </message>
        <message>
            <source>Send Again</source>
            <translation>Send Again</translation>
        </message>
        <message>
            <source>The place where the photo was taken becomes the record's place</source>
            <translation>The place where the photo was taken becomes the record's place</translation>
        </message>
        <message>
            <source>Turn Left</source>
            <translation>Turn Left</translation>
        </message>
        <message>
            <source>Turn Right</source>
            <translation>Turn Right</translation>
        </message>
        <message>
            <source>Use Its Place</source>
            <translation>Use Its Place</translation>
        </message>
        <message>
            <source>View</source>
            <translation>View</translation>
        </message>
    </context>
    <context>
        <name>FileList</name>
        <message>
            <source>cannot be shown here</source>
            <translation>cannot be shown here</translation>
        </message>
    </context>
    <context>
        <name>Files</name>
        <message>
            <source> (reduced; the original stays here)</source>
            <translation> (reduced; the original stays here)</translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) not taken: see the record's form</source>
            <translation>
                <numerusform>%n file not taken: see the record's form</numerusform>
                <numerusform>%n files not taken: see the records' forms</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) wait to be fetched</source>
            <translation>
                <numerusform>%n file waits to be fetched</numerusform>
                <numerusform>%n files wait to be fetched</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) wait to be sent</source>
            <translation>
                <numerusform>%n file waits to be sent</numerusform>
                <numerusform>%n files wait to be sent</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) wait: metered connection</source>
            <translation>
                <numerusform>%n file waits: metered connection</numerusform>
                <numerusform>%n files wait: metered connection</numerusform>
            </translation>
        </message>
        <message>
            <source>All files are here already.</source>
            <translation>All files are here already.</translation>
        </message>
        <message numerus="yes">
            <source>Fetching {name}: {done} %, %n more file(s)</source>
            <translation>
                <numerusform>Fetching {name}: {done} %, %n more file</numerusform>
                <numerusform>Fetching {name}: {done} %, %n more files</numerusform>
            </translation>
        </message>
        <message>
            <source>Opening a file</source>
            <translation>Opening a file</translation>
        </message>
        <message>
            <source>Photos and documents</source>
            <translation>Photos and documents</translation>
        </message>
        <message>
            <source>Sending files stopped on a fault of the program.</source>
            <translation>Sending files stopped on a fault of the program.</translation>
        </message>
        <message numerus="yes">
            <source>Sending {name}: {done} %, %n more file(s)</source>
            <translation>
                <numerusform>Sending {name}: {done} %, %n more file</numerusform>
                <numerusform>Sending {name}: {done} %, %n more files</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>about %n minute(s)</source>
            <translation>
                <numerusform>about %n minute</numerusform>
                <numerusform>about %n minutes</numerusform>
            </translation>
        </message>
        <message>
            <source>here, from the portal</source>
            <translation>here, from the portal</translation>
        </message>
        <message>
            <source>not taken</source>
            <translation>not taken</translation>
        </message>
        <message>
            <source>on the portal</source>
            <translation>on the portal</translation>
        </message>
        <message>
            <source>on the portal, not here</source>
            <translation>on the portal, not here</translation>
        </message>
        <message>
            <source>on the portal, the original follows</source>
            <translation>on the portal, the original follows</translation>
        </message>
        <message>
            <source>sending</source>
            <translation>sending</translation>
        </message>
        <message>
            <source>taken {day}</source>
            <translation>taken {day}</translation>
        </message>
        <message>
            <source>waiting</source>
            <translation>waiting</translation>
        </message>
    </context>
    <context>
        <name>FilesBar</name>
        <message>
            <source>Send</source>
            <translation>Send</translation>
        </message>
        <message>
            <source>Send files</source>
            <translation>Send files</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Stop</translation>
        </message>
        <message>
            <source>Stop sending files</source>
            <translation>Stop sending files</translation>
        </message>
    </context>
    <context>
        <name>FilesPage</name>
        <message numerus="yes">
            <source>%n file(s) added</source>
            <translation>
                <numerusform>%n file added</numerusform>
                <numerusform>%n files added</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) are removed.</source>
            <translation>
                <numerusform>%n file is removed.</numerusform>
                <numerusform>%n files are removed.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) will be added once the record is saved.</source>
            <translation>
                <numerusform>%n file will be added once the record is saved.</numerusform>
                <numerusform>%n files will be added once the record is saved.</numerusform>
            </translation>
        </message>
        <message>
            <source>Add Files</source>
            <translation>Add Files</translation>
        </message>
        <message>
            <source>Adding files</source>
            <translation>Adding files</translation>
        </message>
        <message>
            <source>Adding files: {done} of {all}</source>
            <translation>Adding files: {done} of {all}</translation>
        </message>
        <message>
            <source>Adding files…</source>
            <translation>Adding files…</translation>
        </message>
        <message>
            <source>All files</source>
            <translation>All files</translation>
        </message>
        <message>
            <source>Drop photos and documents here, paste them with Ctrl+V, or choose them with “Add Files…”. They are copied into the workspace.</source>
            <translation>Drop photos and documents here, paste them with Ctrl+V, or choose them with “Add Files…”. They are copied into the workspace.</translation>
        </message>
        <message>
            <source>Only files of this computer can be added: save the picture first, then add it.</source>
            <translation>Only files of this computer can be added: save the picture first, then add it.</translation>
        </message>
        <message>
            <source>Photos and documents</source>
            <translation>Photos and documents</translation>
        </message>
        <message>
            <source>Small pictures</source>
            <translation>Small pictures</translation>
        </message>
        <message>
            <source>The file is being fetched from the portal.</source>
            <translation>The file is being fetched from the portal.</translation>
        </message>
        <message>
            <source>The files could not be added: a fault of the program.</source>
            <translation>The files could not be added: a fault of the program.</translation>
        </message>
        <message>
            <source>The photo could not be turned: a fault of the program.</source>
            <translation>The photo could not be turned: a fault of the program.</translation>
        </message>
        <message>
            <source>The photo's place is in the field of the place now: look at it, then save the record.</source>
            <translation>The photo's place is in the field of the place now: look at it, then save the record.</translation>
        </message>
        <message>
            <source>There is neither a file nor a picture in the clipboard.</source>
            <translation>There is neither a file nor a picture in the clipboard.</translation>
        </message>
        <message>
            <source>Try Again</source>
            <translation>Try Again</translation>
        </message>
        <message>
            <source>Turning photos</source>
            <translation>Turning photos</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Undo</translation>
        </message>
        <message>
            <source>Use Its Place</source>
            <translation>Use Its Place</translation>
        </message>
        <message>
            <source>pasted picture</source>
            <translation>pasted picture</translation>
        </message>
        <message>
            <source>“{name}” is added and goes to the portal as it is, but this QGIS cannot show it or make a smaller copy. On an iPhone choose Settings ▸ Camera ▸ Formats ▸ Most Compatible to get JPEG.</source>
            <translation>“{name}” is added and goes to the portal as it is, but this QGIS cannot show it or make a smaller copy. On an iPhone choose Settings ▸ Camera ▸ Formats ▸ Most Compatible to get JPEG.</translation>
        </message>
        <message>
            <source>“{name}” is removed.</source>
            <translation>“{name}” is removed.</translation>
        </message>
        <message>
            <source>“{name}” knows where it was taken. That can become the record's place.</source>
            <translation>“{name}” knows where it was taken. That can become the record's place.</translation>
        </message>
    </context>
    <context>
        <name>FilterPanel</name>
        <message>
            <source>All</source>
            <translation>All</translation>
        </message>
        <message>
            <source>Captured</source>
            <translation>Captured</translation>
        </message>
        <message>
            <source>Captured by {name}</source>
            <translation>Captured by {name}</translation>
        </message>
        <message>
            <source>Clear Filters</source>
            <translation>Clear Filters</translation>
        </message>
        <message>
            <source>Group by hromada</source>
            <translation>Group by hromada</translation>
        </message>
        <message>
            <source>Hromada</source>
            <translation>Hromada</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Kind</translation>
        </message>
        <message>
            <source>Only mine</source>
            <translation>Only mine</translation>
        </message>
        <message>
            <source>Only with problems</source>
            <translation>Only with problems</translation>
        </message>
        <message>
            <source>Order</source>
            <translation>Order</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>Quarter</translation>
        </message>
        <message>
            <source>Say in the settings who you are; records that you capture from then on are yours.</source>
            <translation>Say in the settings who you are; records that you capture from then on are yours.</translation>
        </message>
        <message>
            <source>Sector</source>
            <translation>Sector</translation>
        </message>
        <message>
            <source>Sync state</source>
            <translation>Sync state</translation>
        </message>
        <message>
            <source>Workflow</source>
            <translation>Workflow</translation>
        </message>
    </context>
    <context>
        <name>FormBar</name>
        <message numerus="yes">
            <source>%n field(s) left before submitting</source>
            <translation>
                <numerusform>%n field left before submitting</numerusform>
                <numerusform>%n fields left before submitting</numerusform>
            </translation>
        </message>
        <message>
            <source>Back to Draft</source>
            <translation>Back to Draft</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>Ctrl+Enter; what tends to repeat is kept for the next record</source>
            <translation>Ctrl+Enter; what tends to repeat is kept for the next record</translation>
        </message>
        <message>
            <source>Ctrl+S</source>
            <translation>Ctrl+S</translation>
        </message>
        <message>
            <source>Duplicate</source>
            <translation>Duplicate</translation>
        </message>
        <message>
            <source>Ready to Submit</source>
            <translation>Ready to Submit</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Save</translation>
        </message>
        <message>
            <source>Save and Next</source>
            <translation>Save and Next</translation>
        </message>
        <message>
            <source>ready to be submitted</source>
            <translation>ready to be submitted</translation>
        </message>
        <message>
            <source>the workspace can only be read</source>
            <translation>the workspace can only be read</translation>
        </message>
    </context>
    <context>
        <name>FormHistory</name>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Go Back</source>
            <translation>Go Back</translation>
        </message>
        <message>
            <source>Go back to version {number}?</source>
            <translation>Go back to version {number}?</translation>
        </message>
        <message>
            <source>Save or discard what you have typed first.</source>
            <translation>Save or discard what you have typed first.</translation>
        </message>
        <message>
            <source>The portal's history of this record is included.</source>
            <translation>The portal's history of this record is included.</translation>
        </message>
        <message>
            <source>The record is already what it was in this version.</source>
            <translation>The record is already what it was in this version.</translation>
        </message>
        <message>
            <source>This is saved as a new change, which waits to be sent:</source>
            <translation>This is saved as a new change, which waits to be sent:</translation>
        </message>
    </context>
    <context>
        <name>FormPages</name>
        <message numerus="yes">
            <source>%n record(s)</source>
            <translation>
                <numerusform>%n record</numerusform>
                <numerusform>%n records</numerusform>
            </translation>
        </message>
        <message>
            <source>History</source>
            <translation>History</translation>
        </message>
        <message>
            <source>Not saved: the place is not settled. Take it, mend it or clear it.</source>
            <translation>Not saved: the place is not settled. Take it, mend it or clear it.</translation>
        </message>
        <message>
            <source>Saved, except for the place. Take it, mend it or clear it.</source>
            <translation>Saved, except for the place. Take it, mend it or clear it.</translation>
        </message>
        <message>
            <source>has errors</source>
            <translation>has errors</translation>
        </message>
        <message>
            <source>has warnings</source>
            <translation>has warnings</translation>
        </message>
        <message>
            <source>{filled} of {asked} filled</source>
            <translation>{filled} of {asked} filled</translation>
        </message>
    </context>
    <context>
        <name>GeometryEditor</name>
        <message numerus="yes">
            <source>%n vertices</source>
            <translation>
                <numerusform>%n vertex</numerusform>
                <numerusform>%n vertices</numerusform>
            </translation>
        </message>
        <message>
            <source>Area</source>
            <translation>Area</translation>
        </message>
        <message>
            <source>Area on Map</source>
            <translation>Area on Map</translation>
        </message>
        <message>
            <source>Centre of the Settlement</source>
            <translation>Centre of the Settlement</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>Clear</translation>
        </message>
        <message>
            <source>Clear the place</source>
            <translation>Clear the place</translation>
        </message>
        <message>
            <source>Collection of geometries</source>
            <translation>Collection of geometries</translation>
        </message>
        <message>
            <source>Coordinates</source>
            <translation>Coordinates</translation>
        </message>
        <message>
            <source>Degrees, degrees with minutes and seconds, metres of a coordinate system, or a link from a map: type or paste them, Enter takes the place. A list of corners becomes a line or an area.</source>
            <translation>Degrees, degrees with minutes and seconds, metres of a coordinate system, or a link from a map: type or paste them, Enter takes the place. A list of corners becomes a line or an area.</translation>
        </message>
        <message>
            <source>Empty geometry</source>
            <translation>Empty geometry</translation>
        </message>
        <message>
            <source>GPS Position</source>
            <translation>GPS Position</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>Line</translation>
        </message>
        <message>
            <source>Line on Map</source>
            <translation>Line on Map</translation>
        </message>
        <message>
            <source>Not placed yet</source>
            <translation>Not placed yet</translation>
        </message>
        <message>
            <source>Other Ways</source>
            <translation>Other Ways</translation>
        </message>
        <message>
            <source>Other ways to the place</source>
            <translation>Other ways to the place</translation>
        </message>
        <message>
            <source>Place of a Photo…</source>
            <translation>Place of a Photo…</translation>
        </message>
        <message>
            <source>Point on Map</source>
            <translation>Point on Map</translation>
        </message>
        <message>
            <source>Points</source>
            <translation>Points</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Show</translation>
        </message>
        <message>
            <source>Show the place on the map</source>
            <translation>Show the place on the map</translation>
        </message>
        <message>
            <source>Where the photo was taken</source>
            <translation>Where the photo was taken</translation>
        </message>
        <message>
            <source>from {position}</source>
            <translation>from {position}</translation>
        </message>
        <message>
            <source>or coordinates, latitude first: 49.9935, 36.2304</source>
            <translation>or coordinates, latitude first: 49.9935, 36.2304</translation>
        </message>
        <message>
            <source>≈ {n} ha</source>
            <translation>≈ {n} ha</translation>
        </message>
        <message>
            <source>≈ {n} km</source>
            <translation>≈ {n} km</translation>
        </message>
        <message>
            <source>≈ {n} m</source>
            <translation>≈ {n} m</translation>
        </message>
        <message>
            <source>≈ {n} m²</source>
            <translation>≈ {n} m²</translation>
        </message>
    </context>
    <context>
        <name>Header</name>
        <message numerus="yes">
            <source>%n conflict(s)</source>
            <translation>
                <numerusform>%n conflict</numerusform>
                <numerusform>%n conflicts</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n refused</source>
            <translation>
                <numerusform>%n refused</numerusform>
                <numerusform>%n refused</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <translation>
                <numerusform>%n waiting</numerusform>
                <numerusform>%n waiting</numerusform>
            </translation>
        </message>
        <message>
            <source>+ Need</source>
            <translation>+ Need</translation>
        </message>
        <message>
            <source>+ Project</source>
            <translation>+ Project</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>More</source>
            <translation>More</translation>
        </message>
        <message>
            <source>New need</source>
            <translation>New need</translation>
        </message>
        <message>
            <source>New project</source>
            <translation>New project</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Progress</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>Send</translation>
        </message>
        <message>
            <source>Send and receive</source>
            <translation>Send and receive</translation>
        </message>
        <message>
            <source>Stop sending</source>
            <translation>Stop sending</translation>
        </message>
        <message>
            <source>all on the portal</source>
            <translation>all on the portal</translation>
        </message>
        <message>
            <source>sending is on hold; see Settings</source>
            <translation>sending is on hold; see Settings</translation>
        </message>
        <message>
            <source>waiting for the connection, will go on by itself</source>
            <translation>waiting for the connection, will go on by itself</translation>
        </message>
    </context>
    <context>
        <name>HelpButton</name>
        <message>
            <source>Help</source>
            <translation>Help</translation>
        </message>
        <message>
            <source>Help (F1)</source>
            <translation>Help (F1)</translation>
        </message>
    </context>
    <context>
        <name>HelpWindow</name>
        <message>
            <source>Back</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>Contents</source>
            <translation>Contents</translation>
        </message>
        <message>
            <source>Larger text</source>
            <translation>Larger text</translation>
        </message>
        <message>
            <source>Nothing found. Try fewer words, or only their beginnings.</source>
            <translation>Nothing found. Try fewer words, or only their beginnings.</translation>
        </message>
        <message>
            <source>Open in Browser</source>
            <translation>Open in Browser</translation>
        </message>
        <message>
            <source>Page</source>
            <translation>Page</translation>
        </message>
        <message>
            <source>Search the help</source>
            <translation>Search the help</translation>
        </message>
        <message>
            <source>Smaller text</source>
            <translation>Smaller text</translation>
        </message>
        <message>
            <source>Vidbudova help</source>
            <translation>Vidbudova help</translation>
        </message>
    </context>
    <context>
        <name>History</name>
        <message>
            <source>History of a record</source>
            <translation>History of a record</translation>
        </message>
        <message>
            <source>Place on the map</source>
            <translation>Place on the map</translation>
        </message>
        <message>
            <source>The portal's answer could not be read; the log has the details.</source>
            <translation>The portal's answer could not be read; the log has the details.</translation>
        </message>
        <message numerus="yes">
            <source>and %n more field(s)</source>
            <translation>
                <numerusform>and %n more field</numerusform>
                <numerusform>and %n more fields</numerusform>
            </translation>
        </message>
        <message>
            <source>{field}: changed</source>
            <translation>{field}: changed</translation>
        </message>
        <message>
            <source>{field}: {before} → {after}</source>
            <translation>{field}: {before} → {after}</translation>
        </message>
    </context>
    <context>
        <name>HistoryPage</name>
        <message>
            <source>Ask the Portal</source>
            <translation>Ask the Portal</translation>
        </message>
        <message>
            <source>Asking the portal…</source>
            <translation>Asking the portal…</translation>
        </message>
        <message>
            <source>Go Back to This Version…</source>
            <translation>Go Back to This Version…</translation>
        </message>
        <message>
            <source>History</source>
            <translation>History</translation>
        </message>
        <message>
            <source>Not sent yet</source>
            <translation>Not sent yet</translation>
        </message>
        <message>
            <source>Nothing yet. Every change stands here from the first saving on.</source>
            <translation>Nothing yet. Every change stands here from the first saving on.</translation>
        </message>
        <message>
            <source>What was changed then is not known here.</source>
            <translation>What was changed then is not known here.</translation>
        </message>
        <message>
            <source>Who changed what, the newest first. What came before this workspace, the portal knows.</source>
            <translation>Who changed what, the newest first. What came before this workspace, the portal knows.</translation>
        </message>
        <message>
            <source>as it is now</source>
            <translation>as it is now</translation>
        </message>
        <message>
            <source>created</source>
            <translation>created</translation>
        </message>
        <message>
            <source>deleted</source>
            <translation>deleted</translation>
        </message>
        <message>
            <source>no changes</source>
            <translation>no changes</translation>
        </message>
        <message>
            <source>no longer visible here</source>
            <translation>no longer visible here</translation>
        </message>
        <message>
            <source>version {number}</source>
            <translation>version {number}</translation>
        </message>
    </context>
    <context>
        <name>ImportBundleDialog</name>
        <message numerus="yes">
            <source>%n file(s), {size}</source>
            <translation>
                <numerusform>%n file, {size}</numerusform>
                <numerusform>%n files, {size}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n part(s) are here already.</source>
            <translation>
                <numerusform>%n part is here already.</numerusform>
                <numerusform>%n parts are here already.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n part(s) are left to the author: you may not pass all of it on.</source>
            <translation>
                <numerusform>%n part is left to the author: you may not pass all of it on.</numerusform>
                <numerusform>%n parts are left to the author: you may not pass all of them on.</numerusform>
            </translation>
        </message>
        <message>
            <source>By {author}, {moment}.</source>
            <translation>By {author}, {moment}.</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>Import</translation>
        </message>
        <message>
            <source>Import bundle</source>
            <translation>Import bundle</translation>
        </message>
        <message>
            <source>It is new here; the next exchange passes it on to the portal for its author.</source>
            <translation>It is new here; the next exchange passes it on to the portal for its author.</translation>
        </message>
        <message>
            <source>It was made in this very workspace.</source>
            <translation>It was made in this very workspace.</translation>
        </message>
        <message>
            <source>Not signed: that {author} made it is only claimed.</source>
            <translation>Not signed: that {author} made it is only claimed.</translation>
        </message>
        <message>
            <source>Nothing in it is new here.</source>
            <translation>Nothing in it is new here.</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Open</translation>
        </message>
        <message>
            <source>Passphrase</source>
            <translation>Passphrase</translation>
        </message>
        <message>
            <source>Signed with a device's key; the portal checks whose it is.</source>
            <translation>Signed with a device's key; the portal checks whose it is.</translation>
        </message>
        <message>
            <source>The bundle is sealed with a passphrase. Ask its author for it.</source>
            <translation>The bundle is sealed with a passphrase. Ask its author for it.</translation>
        </message>
        <message>
            <source>What is in the bundle</source>
            <translation>What is in the bundle</translation>
        </message>
        <message>
            <source>You may not pass it on: {reason}</source>
            <translation>You may not pass it on: {reason}</translation>
        </message>
        <message numerus="yes">
            <source>{kind}: %n changed</source>
            <translation>
                <numerusform>{kind}: %n changed</numerusform>
                <numerusform>{kind}: %n changed</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{kind}: %n deleted</source>
            <translation>
                <numerusform>{kind}: %n deleted</numerusform>
                <numerusform>{kind}: %n deleted</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{kind}: %n new</source>
            <translation>
                <numerusform>{kind}: %n new</numerusform>
                <numerusform>{kind}: %n new</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Layers</name>
        <message>
            <source>(blank)</source>
            <translation>(blank)</translation>
        </message>
        <message>
            <source>At least {least}.</source>
            <translation>At least {least}.</translation>
        </message>
        <message>
            <source>At most {most} characters.</source>
            <translation>At most {most} characters.</translation>
        </message>
        <message>
            <source>Backdrop</source>
            <translation>Backdrop</translation>
        </message>
        <message>
            <source>Boundaries</source>
            <translation>Boundaries</translation>
        </message>
        <message>
            <source>File</source>
            <translation>File</translation>
        </message>
        <message>
            <source>From {least} to {most}.</source>
            <translation>From {least} to {most}.</translation>
        </message>
        <message>
            <source>Graticule</source>
            <translation>Graticule</translation>
        </message>
        <message>
            <source>Offline basemap</source>
            <translation>Offline basemap</translation>
        </message>
        <message>
            <source>Tables</source>
            <translation>Tables</translation>
        </message>
        <message>
            <source>Territory units</source>
            <translation>Territory units</translation>
        </message>
        <message>
            <source>Vidbudova</source>
            <translation>Vidbudova</translation>
        </message>
        <message>
            <source>city district</source>
            <translation>city district</translation>
        </message>
        <message>
            <source>hromada</source>
            <translation>hromada</translation>
        </message>
        <message>
            <source>no priority</source>
            <translation>no priority</translation>
        </message>
        <message>
            <source>no status</source>
            <translation>no status</translation>
        </message>
        <message>
            <source>oblast</source>
            <translation>oblast</translation>
        </message>
        <message>
            <source>raion</source>
            <translation>raion</translation>
        </message>
        <message>
            <source>settlement</source>
            <translation>settlement</translation>
        </message>
        <message>
            <source>{records}: areas</source>
            <translation>{records}: areas</translation>
        </message>
        <message>
            <source>{records}: lines</source>
            <translation>{records}: lines</translation>
        </message>
        <message>
            <source>{records}: points</source>
            <translation>{records}: points</translation>
        </message>
    </context>
    <context>
        <name>LeftBehind</name>
        <message numerus="yes">
            <source>%n form(s) with unsaved text wait in the workspace “{name}”.</source>
            <translation>
                <numerusform>%n form with unsaved text waits in the workspace “{name}”.</numerusform>
                <numerusform>%n forms with unsaved text wait in the workspace “{name}”.</numerusform>
            </translation>
        </message>
        <message>
            <source>Open the Workspace</source>
            <translation>Open the Workspace</translation>
        </message>
        <message>
            <source>Unsaved text from last time</source>
            <translation>Unsaved text from last time</translation>
        </message>
    </context>
    <context>
        <name>ListKeeper</name>
        <message>
            <source>Bringing the record list up to date</source>
            <translation>Bringing the record list up to date</translation>
        </message>
    </context>
    <context>
        <name>ManyDesk</name>
        <message numerus="yes">
            <source>%n left as they are</source>
            <translation>
                <numerusform>%n left as it is</numerusform>
                <numerusform>%n left as they are</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) changed</source>
            <translation>
                <numerusform>%n record changed</numerusform>
                <numerusform>%n records changed</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) deleted</source>
            <translation>
                <numerusform>%n record deleted</numerusform>
                <numerusform>%n records deleted</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) submitted</source>
            <translation>
                <numerusform>%n record submitted</numerusform>
                <numerusform>%n records submitted</numerusform>
            </translation>
        </message>
        <message>
            <source>Changing the selected records</source>
            <translation>Changing the selected records</translation>
        </message>
        <message>
            <source>It stopped on a fault of the program. What was written so far can be undone.</source>
            <translation>It stopped on a fault of the program. What was written so far can be undone.</translation>
        </message>
        <message>
            <source>It was stopped; the rest was not touched.</source>
            <translation>It was stopped; the rest was not touched.</translation>
        </message>
        <message>
            <source>Looking through the selected records</source>
            <translation>Looking through the selected records</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Undo</translation>
        </message>
    </context>
    <context>
        <name>ManyDialog</name>
        <message numerus="yes">
            <source>%n record(s) are selected. They are deleted with everything that hangs off them, such as funding, reports and photos. It can be undone until it was sent.</source>
            <translation>
                <numerusform>%n record is selected. It is deleted with everything that hangs off it, such as funding, reports and photos. It can be undone until it was sent.</numerusform>
                <numerusform>%n records are selected. They are deleted with everything that hangs off them, such as funding, reports and photos. It can be undone until it was sent.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) are selected. They get the same value in one field.</source>
            <translation>
                <numerusform>%n record is selected. It gets a new value in one field.</numerusform>
                <numerusform>%n records are selected. They get the same value in one field.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) are selected. Those without errors are marked as submitted; they go out with the next sending.</source>
            <translation>
                <numerusform>%n record is selected. Without errors it is marked as submitted; it goes out with the next sending.</numerusform>
                <numerusform>%n records are selected. Those without errors are marked as submitted; they go out with the next sending.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) have no errors and can be submitted</source>
            <translation>
                <numerusform>%n record has no errors and can be submitted</numerusform>
                <numerusform>%n records have no errors and can be submitted</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) stay as they are</source>
            <translation>
                <numerusform>%n record stays as it is</numerusform>
                <numerusform>%n records stay as they are</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) will be deleted</source>
            <translation>
                <numerusform>%n record will be deleted</numerusform>
                <numerusform>%n records will be deleted</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) will change</source>
            <translation>
                <numerusform>%n record will change</numerusform>
                <numerusform>%n records will change</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>(and %n more)</source>
            <translation>
                <numerusform>(and %n more)</numerusform>
                <numerusform>(and %n more)</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Change</translation>
        </message>
        <message numerus="yes">
            <source>Change %n Record(s)</source>
            <translation>
                <numerusform>Change %n Record</numerusform>
                <numerusform>Change %n Records</numerusform>
            </translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Delete</translation>
        </message>
        <message numerus="yes">
            <source>Delete %n Record(s)</source>
            <translation>
                <numerusform>Delete %n Record</numerusform>
                <numerusform>Delete %n Records</numerusform>
            </translation>
        </message>
        <message>
            <source>Delete Records</source>
            <translation>Delete Records</translation>
        </message>
        <message>
            <source>It has edits in its layer that are not saved; save or discard them there first</source>
            <translation>It has edits in its layer that are not saved; save or discard them there first</translation>
        </message>
        <message>
            <source>It has no such field</source>
            <translation>It has no such field</translation>
        </message>
        <message>
            <source>It has this value already</source>
            <translation>It has this value already</translation>
        </message>
        <message>
            <source>It is not there any more</source>
            <translation>It is not there any more</translation>
        </message>
        <message>
            <source>It is open in a form, with changes that are not saved</source>
            <translation>It is open in a form, with changes that are not saved</translation>
        </message>
        <message>
            <source>Its workflow state is “{state}” already</source>
            <translation>Its workflow state is “{state}” already</translation>
        </message>
        <message>
            <source>Looking through the records…</source>
            <translation>Looking through the records…</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Progress</translation>
        </message>
        <message>
            <source>Records that stay as they are</source>
            <translation>Records that stay as they are</translation>
        </message>
        <message>
            <source>Set Field</source>
            <translation>Set Field</translation>
        </message>
        <message>
            <source>Submit</source>
            <translation>Submit</translation>
        </message>
        <message numerus="yes">
            <source>Submit %n Record(s)</source>
            <translation>
                <numerusform>Submit %n Record</numerusform>
                <numerusform>Submit %n Records</numerusform>
            </translation>
        </message>
        <message>
            <source>Submit Records</source>
            <translation>Submit Records</translation>
        </message>
        <message>
            <source>There is nothing to do.</source>
            <translation>There is nothing to do.</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>with %n that hang off them</source>
            <translation>
                <numerusform>with %n that hangs off them</numerusform>
                <numerusform>with %n that hang off them</numerusform>
            </translation>
        </message>
        <message>
            <source>{done} of {total} records looked through</source>
            <translation>{done} of {total} records looked through</translation>
        </message>
    </context>
    <context>
        <name>MessageList</name>
        <message>
            <source>Copy</source>
            <translation>Copy</translation>
        </message>
    </context>
    <context>
        <name>MomentEditor</name>
        <message>
            <source>filled in on saving</source>
            <translation>filled in on saving</translation>
        </message>
    </context>
    <context>
        <name>NewWorkspaceWizard</name>
        <message>
            <source>Back</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Create Workspace</source>
            <translation>Create Workspace</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>Help</translation>
        </message>
        <message>
            <source>Making the workspace…</source>
            <translation>Making the workspace…</translation>
        </message>
        <message>
            <source>New workspace, page {n} of {all}</source>
            <translation>New workspace, page {n} of {all}</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>Next</translation>
        </message>
    </context>
    <context>
        <name>Notices</name>
        <message>
            <source>Vidbudova</source>
            <translation>Vidbudova</translation>
        </message>
    </context>
    <context>
        <name>NumberEditor</name>
        <message>
            <source>people</source>
            <translation>people</translation>
        </message>
    </context>
    <context>
        <name>Overlays</name>
        <message>
            <source>1 need</source>
            <translation>1 need</translation>
        </message>
        <message>
            <source>100+ needs</source>
            <translation>100+ needs</translation>
        </message>
        <message>
            <source>20–99 needs</source>
            <translation>20–99 needs</translation>
        </message>
        <message>
            <source>2–4 needs</source>
            <translation>2–4 needs</translation>
        </message>
        <message>
            <source>5–19 needs</source>
            <translation>5–19 needs</translation>
        </message>
        <message>
            <source>Budget of projects</source>
            <translation>Budget of projects</translation>
        </message>
        <message>
            <source>Cost of needs</source>
            <translation>Cost of needs</translation>
        </message>
        <message>
            <source>Figures for the map</source>
            <translation>Figures for the map</translation>
        </message>
        <message>
            <source>Hromada</source>
            <translation>Hromada</translation>
        </message>
        <message>
            <source>KATOTTG code</source>
            <translation>KATOTTG code</translation>
        </message>
        <message>
            <source>Lies in</source>
            <translation>Lies in</translation>
        </message>
        <message>
            <source>Needs</source>
            <translation>Needs</translation>
        </message>
        <message>
            <source>Needs attention</source>
            <translation>Needs attention</translation>
        </message>
        <message>
            <source>Overview by hromada</source>
            <translation>Overview by hromada</translation>
        </message>
        <message>
            <source>Projects</source>
            <translation>Projects</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>Title</translation>
        </message>
        <message>
            <source>What about it</source>
            <translation>What about it</translation>
        </message>
        <message>
            <source>conflict</source>
            <translation>conflict</translation>
        </message>
        <message>
            <source>error</source>
            <translation>error</translation>
        </message>
        <message>
            <source>needs: {n}</source>
            <translation>needs: {n}</translation>
        </message>
        <message>
            <source>projects only</source>
            <translation>projects only</translation>
        </message>
        <message>
            <source>projects: {n}</source>
            <translation>projects: {n}</translation>
        </message>
        <message>
            <source>refused by the portal</source>
            <translation>refused by the portal</translation>
        </message>
        <message>
            <source>warning</source>
            <translation>warning</translation>
        </message>
    </context>
    <context>
        <name>PictureView</name>
        <message>
            <source>Close</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>Fit to Window</source>
            <translation>Fit to Window</translation>
        </message>
        <message>
            <source>Full Screen</source>
            <translation>Full Screen</translation>
        </message>
        <message>
            <source>It cannot be shown.</source>
            <translation>It cannot be shown.</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>Next</translation>
        </message>
        <message>
            <source>Open Outside</source>
            <translation>Open Outside</translation>
        </message>
        <message>
            <source>Opening a photo</source>
            <translation>Opening a photo</translation>
        </message>
        <message>
            <source>Photo: {title}</source>
            <translation>Photo: {title}</translation>
        </message>
        <message>
            <source>Previous</source>
            <translation>Previous</translation>
        </message>
        <message>
            <source>Turn Left</source>
            <translation>Turn Left</translation>
        </message>
        <message>
            <source>Turn Right</source>
            <translation>Turn Right</translation>
        </message>
        <message>
            <source>Zoom In</source>
            <translation>Zoom In</translation>
        </message>
        <message>
            <source>Zoom Out</source>
            <translation>Zoom Out</translation>
        </message>
        <message>
            <source>reduced copy; the original is on the portal</source>
            <translation>reduced copy; the original is on the portal</translation>
        </message>
        <message>
            <source>taken {day}</source>
            <translation>taken {day}</translation>
        </message>
        <message>
            <source>{number} of {all}</source>
            <translation>{number} of {all}</translation>
        </message>
    </context>
    <context>
        <name>PlaceCandidate</name>
        <message>
            <source>Corner {n}: {problem}</source>
            <translation>Corner {n}: {problem}</translation>
        </message>
        <message>
            <source>Latitude and longitude look swapped; they were turned round. Check the map.</source>
            <translation>Latitude and longitude look swapped; they were turned round. Check the map.</translation>
        </message>
        <message>
            <source>Read with the easting first: {easting} east, {northing} north.</source>
            <translation>Read with the easting first: {easting} east, {northing} north.</translation>
        </message>
        <message>
            <source>The numbers are no place in the system {system}. Check them.</source>
            <translation>The numbers are no place in the system {system}. Check them.</translation>
        </message>
        <message>
            <source>These are metres, but not all corners are a place in Ukraine in any one system known here. Check the numbers, or choose their system under Other System…</source>
            <translation>These are metres, but not all corners are a place in Ukraine in any one system known here. Check the numbers, or choose their system under Other System…</translation>
        </message>
        <message>
            <source>This QGIS does not know the coordinate system {system}.</source>
            <translation>This QGIS does not know the coordinate system {system}.</translation>
        </message>
        <message>
            <source>{first} and {second} are metres, but no place in Ukraine in any system known here. Check the numbers, or choose their system under Other System…</source>
            <translation>{first} and {second} are metres, but no place in Ukraine in any system known here. Check the numbers, or choose their system under Other System…</translation>
        </message>
        <message>
            <source>{first} and {second} are metres, in the system that the text names.</source>
            <translation>{first} and {second} are metres, in the system that the text names.</translation>
        </message>
        <message>
            <source>{first} and {second} are metres. State their coordinate system.</source>
            <translation>{first} and {second} are metres. State their coordinate system.</translation>
        </message>
        <message>
            <source>{first} and {second} are metres. The system is the one of last time: check it.</source>
            <translation>{first} and {second} are metres. The system is the one of last time: check it.</translation>
        </message>
    </context>
    <context>
        <name>PlaceDesk</name>
        <message>
            <source>The mouse wheel zooms.</source>
            <translation>The mouse wheel zooms.</translation>
        </message>
        <message>
            <source>The place on a small map</source>
            <translation>The place on a small map</translation>
        </message>
    </context>
    <context>
        <name>PlaceEntry</name>
        <message>
            <source>Choose the territory first: its centre is offered then.</source>
            <translation>Choose the territory first: its centre is offered then.</translation>
        </message>
        <message>
            <source>Photos</source>
            <translation>Photos</translation>
        </message>
        <message>
            <source>Photo’s place</source>
            <translation>Photo’s place</translation>
        </message>
        <message>
            <source>QGIS is not connected to a GPS receiver. Connect it in the panel GPS Information (View, Panels), then try again.</source>
            <translation>QGIS is not connected to a GPS receiver. Connect it in the panel GPS Information (View, Panels), then try again.</translation>
        </message>
        <message>
            <source>Reading the photo</source>
            <translation>Reading the photo</translation>
        </message>
        <message>
            <source>Take the place, or discard it.</source>
            <translation>Take the place, or discard it.</translation>
        </message>
        <message>
            <source>The GPS receiver has no position yet. Waiting for satellites…</source>
            <translation>The GPS receiver has no position yet. Waiting for satellites…</translation>
        </message>
        <message>
            <source>The centre is not known. Choose a settlement, or load boundaries, or mark the place on the map.</source>
            <translation>The centre is not known. Choose a settlement, or load boundaries, or mark the place on the map.</translation>
        </message>
        <message>
            <source>The hromada’s centre; the precision will say so.</source>
            <translation>The hromada’s centre; the precision will say so.</translation>
        </message>
        <message>
            <source>The outline crosses itself or encloses nothing. Bring the corners into the order in which they follow each other, or take a line.</source>
            <translation>The outline crosses itself or encloses nothing. Bring the corners into the order in which they follow each other, or take a line.</translation>
        </message>
        <message>
            <source>The photo “{name}” cannot be read. Is the disk still there?</source>
            <translation>The photo “{name}” cannot be read. Is the disk still there?</translation>
        </message>
        <message>
            <source>The photo “{name}” does not say where it was taken.</source>
            <translation>The photo “{name}” does not say where it was taken.</translation>
        </message>
        <message>
            <source>The settlement’s centre; the precision will say so.</source>
            <translation>The settlement’s centre; the precision will say so.</translation>
        </message>
        <message>
            <source>This point replaces the line or area that is drawn.</source>
            <translation>This point replaces the line or area that is drawn.</translation>
        </message>
        <message>
            <source>This replaces the line or area that is drawn.</source>
            <translation>This replaces the line or area that is drawn.</translation>
        </message>
        <message>
            <source>Where the photo “{name}” was taken</source>
            <translation>Where the photo “{name}” was taken</translation>
        </message>
    </context>
    <context>
        <name>PlacePage</name>
        <message>
            <source>Browse…</source>
            <translation>Browse…</translation>
        </message>
        <message>
            <source>Choose a folder for the workspace.</source>
            <translation>Choose a folder for the workspace.</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>Folder</translation>
        </message>
        <message>
            <source>Folder for workspaces</source>
            <translation>Folder for workspaces</translation>
        </message>
        <message>
            <source>Free on this disk: {size}</source>
            <translation>Free on this disk: {size}</translation>
        </message>
        <message>
            <source>Free on this disk: {size}. That is little for photos.</source>
            <translation>Free on this disk: {size}. That is little for photos.</translation>
        </message>
        <message>
            <source>On this computer's own disk, not on a network drive and not in a cloud folder. In it, each workspace gets a folder named after its territory.</source>
            <translation>On this computer's own disk, not on a network drive and not in a cloud folder. In it, each workspace gets a folder named after its territory.</translation>
        </message>
        <message>
            <source>Where to keep the records</source>
            <translation>Where to keep the records</translation>
        </message>
        <message>
            <source>Write the whole path of the folder, from the disk on, or press Browse…</source>
            <translation>Write the whole path of the folder, from the disk on, or press Browse…</translation>
        </message>
        <message>
            <source>Your records lie on this computer. Keep the suggested folder, or choose another one.</source>
            <translation>Your records lie on this computer. Keep the suggested folder, or choose another one.</translation>
        </message>
    </context>
    <context>
        <name>PlacePreview</name>
        <message>
            <source>Area</source>
            <translation>Area</translation>
        </message>
        <message>
            <source>Choose the coordinate system</source>
            <translation>Choose the coordinate system</translation>
        </message>
        <message>
            <source>Coordinate system</source>
            <translation>Coordinate system</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>Discard</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>Line</translation>
        </message>
        <message>
            <source>Not taken yet: {position}</source>
            <translation>Not taken yet: {position}</translation>
        </message>
        <message>
            <source>Other System…</source>
            <translation>Other System…</translation>
        </message>
        <message>
            <source>Place that is not taken yet</source>
            <translation>Place that is not taken yet</translation>
        </message>
        <message>
            <source>Take This Place</source>
            <translation>Take This Place</translation>
        </message>
        <message numerus="yes">
            <source>What these %n corners make</source>
            <translation>
                <numerusform>What this %n corner makes</numerusform>
                <numerusform>What these %n corners make</numerusform>
            </translation>
        </message>
        <message>
            <source>{system}, easting first</source>
            <translation>{system}, easting first</translation>
        </message>
    </context>
    <context>
        <name>PlaceRemarks</name>
        <message numerus="yes">
            <source>%n satellite(s)</source>
            <translation>
                <numerusform>%n satellite</numerusform>
                <numerusform>%n satellites</numerusform>
            </translation>
        </message>
        <message>
            <source>Corner {n}: {remark}</source>
            <translation>Corner {n}: {remark}</translation>
        </message>
        <message>
            <source>Corners {a} and {b} are {distance} apart. Check the numbers.</source>
            <translation>Corners {a} and {b} are {distance} apart. Check the numbers.</translation>
        </message>
        <message>
            <source>GPS of QGIS</source>
            <translation>GPS of QGIS</translation>
        </message>
        <message>
            <source>HDOP {value}</source>
            <translation>HDOP {value}</translation>
        </message>
        <message>
            <source>In: {unit}</source>
            <translation>In: {unit}</translation>
        </message>
        <message>
            <source>Known centre of a settlement: {unit}</source>
            <translation>Known centre of a settlement: {unit}</translation>
        </message>
        <message>
            <source>Nearest known settlement, {distance} away: {unit}</source>
            <translation>Nearest known settlement, {distance} away: {unit}</translation>
        </message>
        <message>
            <source>Outside the stated unit: {unit}</source>
            <translation>Outside the stated unit: {unit}</translation>
        </message>
        <message>
            <source>Outside the workspace’s territory: {unit}</source>
            <translation>Outside the workspace’s territory: {unit}</translation>
        </message>
        <message>
            <source>Shifted by {shift} m to WGS 84 ({operation}).</source>
            <translation>Shifted by {shift} m to WGS 84 ({operation}).</translation>
        </message>
        <message>
            <source>Shifted by {shift} m to WGS 84, good to {accuracy} m ({operation}).</source>
            <translation>Shifted by {shift} m to WGS 84, good to {accuracy} m ({operation}).</translation>
        </message>
        <message>
            <source>The place lies in the sea. Check the numbers.</source>
            <translation>The place lies in the sea. Check the numbers.</translation>
        </message>
        <message>
            <source>The system does not say its datum: the place may be off by over 100 m.</source>
            <translation>The system does not say its datum: the place may be off by over 100 m.</translation>
        </message>
        <message>
            <source>The system has the datum of WGS 84: nothing is shifted.</source>
            <translation>The system has the datum of WGS 84: nothing is shifted.</translation>
        </message>
        <message>
            <source>Wait for a better fix.</source>
            <translation>Wait for a better fix.</translation>
        </message>
        <message>
            <source>accuracy ± {metres} m</source>
            <translation>accuracy ± {metres} m</translation>
        </message>
        <message>
            <source>{n} km</source>
            <translation>{n} km</translation>
        </message>
        <message>
            <source>{n} m</source>
            <translation>{n} m</translation>
        </message>
    </context>
    <context>
        <name>Placing</name>
        <message>
            <source>A line needs two points, an area three. Go on clicking.</source>
            <translation>A line needs two points, an area three. Go on clicking.</translation>
        </message>
        <message>
            <source>Click along the line: right click ends it, Backspace takes the last point back, Esc cancels.</source>
            <translation>Click along the line: right click ends it, Backspace takes the last point back, Esc cancels.</translation>
        </message>
        <message>
            <source>Click the corners of the area: right click ends it, Backspace takes the last point back, Esc cancels.</source>
            <translation>Click the corners of the area: right click ends it, Backspace takes the last point back, Esc cancels.</translation>
        </message>
        <message>
            <source>Click the place on the map. Esc cancels.</source>
            <translation>Click the place on the map. Esc cancels.</translation>
        </message>
        <message>
            <source>That is not a place on earth in this map's projection.</source>
            <translation>That is not a place on earth in this map's projection.</translation>
        </message>
        <message>
            <source>The outline crosses itself. Backspace takes the last point back.</source>
            <translation>The outline crosses itself. Backspace takes the last point back.</translation>
        </message>
    </context>
    <context>
        <name>PortalPage</name>
        <message>
            <source>Access token</source>
            <translation>Access token</translation>
        </message>
        <message>
            <source>All of this can be left blank and filled in later: recording works without a portal.</source>
            <translation>All of this can be left blank and filled in later: recording works without a portal.</translation>
        </message>
        <message>
            <source>Enter the access token that the portal's people gave you.</source>
            <translation>Enter the access token that the portal's people gave you.</translation>
        </message>
        <message>
            <source>Enter the portal's address first.</source>
            <translation>Enter the portal's address first.</translation>
        </message>
        <message>
            <source>From the portal's administrator. Kept in QGIS's authentication database, for this portal only.</source>
            <translation>From the portal's administrator. Kept in QGIS's authentication database, for this portal only.</translation>
        </message>
        <message>
            <source>Open It Instead</source>
            <translation>Open It Instead</translation>
        </message>
        <message>
            <source>Organisation (EDRPOU code)</source>
            <translation>Organisation (EDRPOU code)</translation>
        </message>
        <message>
            <source>Portal address</source>
            <translation>Portal address</translation>
        </message>
        <message>
            <source>The workspace will be made in {folder}</source>
            <translation>The workspace will be made in {folder}</translation>
        </message>
        <message>
            <source>There is a workspace for this territory already: {folder}</source>
            <translation>There is a workspace for this territory already: {folder}</translation>
        </message>
        <message>
            <source>Which portal</source>
            <translation>Which portal</translation>
        </message>
        <message>
            <source>Write the portal's address as its people gave it; it begins with https://.</source>
            <translation>Write the portal's address as its people gave it; it begins with https://.</translation>
        </message>
        <message>
            <source>Your name in new records</source>
            <translation>Your name in new records</translation>
        </message>
    </context>
    <context>
        <name>PortalSettings</name>
        <message>
            <source>Connected to “{portal}” as {name} ({role}).</source>
            <translation>Connected to “{portal}” as {name} ({role}).</translation>
        </message>
        <message>
            <source>Territory: {territory}
Contract {contract}, rules {rules}
Portal {id}</source>
            <translation>Territory: {territory}
Contract {contract}, rules {rules}
Portal {id}</translation>
        </message>
        <message>
            <source>Test of the connection to the portal</source>
            <translation>Test of the connection to the portal</translation>
        </message>
        <message>
            <source>The test stopped on a fault of the program.</source>
            <translation>The test stopped on a fault of the program.</translation>
        </message>
        <message>
            <source>administrator</source>
            <translation>administrator</translation>
        </message>
        <message>
            <source>all of Ukraine</source>
            <translation>all of Ukraine</translation>
        </message>
        <message>
            <source>contributor</source>
            <translation>contributor</translation>
        </message>
        <message>
            <source>focal point</source>
            <translation>focal point</translation>
        </message>
        <message>
            <source>partner</source>
            <translation>partner</translation>
        </message>
    </context>
    <context>
        <name>ProblemsPanel</name>
        <message>
            <source>All problems</source>
            <translation>All problems</translation>
        </message>
        <message>
            <source>All records were checked on {moment}: no problems are known.</source>
            <translation>All records were checked on {moment}: no problems are known.</translation>
        </message>
        <message>
            <source>Check All</source>
            <translation>Check All</translation>
        </message>
        <message>
            <source>Check all records of the workspace</source>
            <translation>Check all records of the workspace</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>Errors</translation>
        </message>
        <message>
            <source>Hints</source>
            <translation>Hints</translation>
        </message>
        <message>
            <source>Not all records have been checked yet. Check All looks through every one.</source>
            <translation>Not all records have been checked yet. Check All looks through every one.</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>Problems</translation>
        </message>
        <message>
            <source>There are no records to check yet. The first one is added on the tab Records.</source>
            <translation>There are no records to check yet. The first one is added on the tab Records.</translation>
        </message>
        <message>
            <source>There is nothing of this kind.</source>
            <translation>There is nothing of this kind.</translation>
        </message>
        <message>
            <source>Warnings</source>
            <translation>Warnings</translation>
        </message>
        <message>
            <source>Which problems</source>
            <translation>Which problems</translation>
        </message>
    </context>
    <context>
        <name>QuarterPanel</name>
        <message>
            <source>Projects without a report</source>
            <translation>Projects without a report</translation>
        </message>
        <message>
            <source>Reported as unchanged</source>
            <translation>Reported as unchanged</translation>
        </message>
        <message>
            <source>Reported in this quarter</source>
            <translation>Reported in this quarter</translation>
        </message>
        <message>
            <source>The portal has not told of a reporting round yet; Send asks for it. The quarter shown is today's.</source>
            <translation>The portal has not told of a reporting round yet; Send asks for it. The quarter shown is today's.</translation>
        </message>
        <message>
            <source>The round is closed.</source>
            <translation>The round is closed.</translation>
        </message>
        <message>
            <source>The round is open until {date}.</source>
            <translation>The round is open until {date}.</translation>
        </message>
        <message>
            <source>The round is open.</source>
            <translation>The round is open.</translation>
        </message>
        <message>
            <source>The sample takes part in no reporting round. The quarter shown is today's.</source>
            <translation>The sample takes part in no reporting round. The quarter shown is today's.</translation>
        </message>
        <message>
            <source>none yet</source>
            <translation>none yet</translation>
        </message>
    </context>
    <context>
        <name>RecordActions</name>
        <message>
            <source>Actions</source>
            <translation>Actions</translation>
        </message>
        <message>
            <source>Delete…</source>
            <translation>Delete…</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Export…</translation>
        </message>
        <message>
            <source>Open Form</source>
            <translation>Open Form</translation>
        </message>
        <message>
            <source>Select All</source>
            <translation>Select All</translation>
        </message>
        <message>
            <source>Set Field…</source>
            <translation>Set Field…</translation>
        </message>
        <message>
            <source>Settle Conflict…</source>
            <translation>Settle Conflict…</translation>
        </message>
        <message>
            <source>Submit…</source>
            <translation>Submit…</translation>
        </message>
        <message>
            <source>What to do with the selected records</source>
            <translation>What to do with the selected records</translation>
        </message>
    </context>
    <context>
        <name>RecordForm</name>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>Discard</translation>
        </message>
        <message>
            <source>Keep Mine</source>
            <translation>Keep Mine</translation>
        </message>
        <message>
            <source>Look it over and save again.</source>
            <translation>Look it over and save again.</translation>
        </message>
        <message>
            <source>Not ready to be submitted yet. Look at: {fields}</source>
            <translation>Not ready to be submitted yet. Look at: {fields}</translation>
        </message>
        <message>
            <source>Not saved. Mend these first: {fields}</source>
            <translation>Not saved. Mend these first: {fields}</translation>
        </message>
        <message>
            <source>Not saved: the record was changed meanwhile.</source>
            <translation>Not saved: the record was changed meanwhile.</translation>
        </message>
        <message>
            <source>Not saved: the record was deleted meanwhile. What you typed is still here.</source>
            <translation>Not saved: the record was deleted meanwhile. What you typed is still here.</translation>
        </message>
        <message>
            <source>Place on the map</source>
            <translation>Place on the map</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Remove</translation>
        </message>
        <message>
            <source>Remove it?</source>
            <translation>Remove it?</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Save</translation>
        </message>
        <message>
            <source>Save as New Record</source>
            <translation>Save as New Record</translation>
        </message>
        <message>
            <source>Save the changes?</source>
            <translation>Save the changes?</translation>
        </message>
        <message>
            <source>Saved, except for what no table can hold. It stays here until you mend it: {fields}</source>
            <translation>Saved, except for what no table can hold. It stays here until you mend it: {fields}</translation>
        </message>
        <message>
            <source>Saved. It can be sent once these are mended: {fields}</source>
            <translation>Saved. It can be sent once these are mended: {fields}</translation>
        </message>
        <message>
            <source>Take the New Values</source>
            <translation>Take the New Values</translation>
        </message>
        <message>
            <source>The record is again what it was in version {number}; the change waits to be sent.</source>
            <translation>The record is again what it was in version {number}; the change waits to be sent.</translation>
        </message>
        <message>
            <source>This is a copy. It becomes a record of its own when you save it.</source>
            <translation>This is a copy. It becomes a record of its own when you save it.</translation>
        </message>
        <message>
            <source>This is what was typed last time and not saved yet.</source>
            <translation>This is what was typed last time and not saved yet.</translation>
        </message>
        <message>
            <source>This record has changes that are not saved.</source>
            <translation>This record has changes that are not saved.</translation>
        </message>
        <message>
            <source>This record was deleted meanwhile. Saving makes a new one of what you typed last time.</source>
            <translation>This record was deleted meanwhile. Saving makes a new one of what you typed last time.</translation>
        </message>
        <message>
            <source>{kind} “{title}” is deleted. It can be undone until it was sent.</source>
            <translation>{kind} “{title}” is deleted. It can be undone until it was sent.</translation>
        </message>
        <message>
            <source>“{title}” is saved. Here is the next one.</source>
            <translation>“{title}” is saved. Here is the next one.</translation>
        </message>
    </context>
    <context>
        <name>RecordListView</name>
        <message>
            <source>Records</source>
            <translation>Records</translation>
        </message>
    </context>
    <context>
        <name>RecordModel</name>
        <message numerus="yes">
            <source>%n problem(s)</source>
            <translation>
                <numerusform>%n problem</numerusform>
                <numerusform>%n problems</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s)</source>
            <translation>
                <numerusform>%n record</numerusform>
                <numerusform>%n records</numerusform>
            </translation>
        </message>
        <message>
            <source>Hromada</source>
            <translation>Hromada</translation>
        </message>
        <message>
            <source>Sync state</source>
            <translation>Sync state</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>Title</translation>
        </message>
        <message>
            <source>Without territory</source>
            <translation>Without territory</translation>
        </message>
        <message>
            <source>Workflow</source>
            <translation>Workflow</translation>
        </message>
        <message>
            <source>folded, Right opens it</source>
            <translation>folded, Right opens it</translation>
        </message>
        <message>
            <source>open, Left folds it</source>
            <translation>open, Left folds it</translation>
        </message>
        <message>
            <source>untitled</source>
            <translation>untitled</translation>
        </message>
    </context>
    <context>
        <name>Records</name>
        <message numerus="yes">
            <source>%n form(s) with unsaved text are open again</source>
            <translation>
                <numerusform>%n form with unsaved text is open again</numerusform>
                <numerusform>%n forms with unsaved text are open again</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) deleted</source>
            <translation>
                <numerusform>%n record deleted</numerusform>
                <numerusform>%n records deleted</numerusform>
            </translation>
        </message>
        <message>
            <source>Link</source>
            <translation>Link</translation>
        </message>
        <message>
            <source>Link to the need “{title}”, with its place?</source>
            <translation>Link to the need “{title}”, with its place?</translation>
        </message>
        <message>
            <source>The project is linked to the need “{title}”.</source>
            <translation>The project is linked to the need “{title}”.</translation>
        </message>
        <message>
            <source>This record is not there any more.</source>
            <translation>This record is not there any more.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Undo</translation>
        </message>
        <message>
            <source>What you type is not safe from a power cut until you save it: {reason}</source>
            <translation>What you type is not safe from a power cut until you save it: {reason}</translation>
        </message>
    </context>
    <context>
        <name>RecordsPanel</name>
        <message>
            <source>+ Need</source>
            <translation>+ Need</translation>
        </message>
        <message>
            <source>By priority</source>
            <translation>By priority</translation>
        </message>
        <message>
            <source>By title</source>
            <translation>By title</translation>
        </message>
        <message numerus="yes">
            <source>Filters, %n active</source>
            <translation>
                <numerusform>Filters, %n active</numerusform>
                <numerusform>Filters, %n active</numerusform>
            </translation>
        </message>
        <message>
            <source>Newest first</source>
            <translation>Newest first</translation>
        </message>
        <message>
            <source>No records yet. Add the first need: click it on the map, or fill its form.</source>
            <translation>No records yet. Add the first need: click it on the map, or fill its form.</translation>
        </message>
        <message>
            <source>Nothing is found. Look for another word, or show all records.</source>
            <translation>Nothing is found. Look for another word, or show all records.</translation>
        </message>
        <message>
            <source>Oldest first</source>
            <translation>Oldest first</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Search</translation>
        </message>
        <message>
            <source>Search (Ctrl+F); word endings and apostrophes make no difference</source>
            <translation>Search (Ctrl+F); word endings and apostrophes make no difference</translation>
        </message>
        <message>
            <source>Show All Records</source>
            <translation>Show All Records</translation>
        </message>
        <message>
            <source>The list is being made ready…</source>
            <translation>The list is being made ready…</translation>
        </message>
        <message>
            <source>There are no records here.</source>
            <translation>There are no records here.</translation>
        </message>
        <message>
            <source>filters</source>
            <translation>filters</translation>
        </message>
        <message>
            <source>filters {count}</source>
            <translation>filters {count}</translation>
        </message>
        <message>
            <source>search…</source>
            <translation>search…</translation>
        </message>
        <message>
            <source>{count}, still counting…</source>
            <translation>{count}, still counting…</translation>
        </message>
        <message>
            <source>{selected} of {count} selected</source>
            <translation>{selected} of {count} selected</translation>
        </message>
    </context>
    <context>
        <name>ReferenceEditor</name>
        <message>
            <source>a word of its title</source>
            <translation>a word of its title</translation>
        </message>
    </context>
    <context>
        <name>RestoreDialog</name>
        <message>
            <source>Are deleted</source>
            <translation>Are deleted</translation>
        </message>
        <message>
            <source>Backups</source>
            <translation>Backups</translation>
        </message>
        <message>
            <source>Become what they were</source>
            <translation>Become what they were</translation>
        </message>
        <message numerus="yes">
            <source>Bring back %n deleted record(s)</source>
            <translation>
                <numerusform>Bring back %n deleted record</numerusform>
                <numerusform>Bring back %n deleted records</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Choose a backup on the left.</source>
            <translation>Choose a backup on the left.</translation>
        </message>
        <message>
            <source>Come back</source>
            <translation>Come back</translation>
        </message>
        <message>
            <source>Comparing…</source>
            <translation>Comparing…</translation>
        </message>
        <message numerus="yes">
            <source>Delete %n record(s) that came later</source>
            <translation>
                <numerusform>Delete %n record that came later</numerusform>
                <numerusform>Delete %n records that came later</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Put %n changed record(s) back</source>
            <translation>
                <numerusform>Put %n changed record back</numerusform>
                <numerusform>Put %n changed records back</numerusform>
            </translation>
        </message>
        <message>
            <source>Records become what they were in the backup, as changes that wait to be sent. What there is now is backed up first.</source>
            <translation>Records become what they were in the backup, as changes that wait to be sent. What there is now is backed up first.</translation>
        </message>
        <message>
            <source>Records that would come back or change</source>
            <translation>Records that would come back or change</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>Restore</translation>
        </message>
        <message>
            <source>Restore from backup</source>
            <translation>Restore from backup</translation>
        </message>
        <message>
            <source>Restoring…</source>
            <translation>Restoring…</translation>
        </message>
        <message>
            <source>There are no backups yet. One is made before each exchange with the portal.</source>
            <translation>There are no backups yet. One is made before each exchange with the portal.</translation>
        </message>
        <message>
            <source>This backup does not differ from what there is.</source>
            <translation>This backup does not differ from what there is.</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
        <message>
            <source>before an exchange</source>
            <translation>before an exchange</translation>
        </message>
        <message>
            <source>before an upgrade</source>
            <translation>before an upgrade</translation>
        </message>
        <message>
            <source>before restoring</source>
            <translation>before restoring</translation>
        </message>
        <message>
            <source>made on request</source>
            <translation>made on request</translation>
        </message>
    </context>
    <context>
        <name>Safekeeping</name>
        <message numerus="yes">
            <source>%n edit(s) adopted; they wait to be sent</source>
            <translation>
                <numerusform>%n edit adopted; it waits to be sent</numerusform>
                <numerusform>%n edits adopted; they wait to be sent</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) restored; the changes wait to be sent</source>
            <translation>
                <numerusform>%n record restored; the change waits to be sent</numerusform>
                <numerusform>%n records restored; the changes wait to be sent</numerusform>
            </translation>
        </message>
        <message>
            <source>Adopting unnoticed edits</source>
            <translation>Adopting unnoticed edits</translation>
        </message>
        <message>
            <source>Diagnostics</source>
            <translation>Diagnostics</translation>
        </message>
        <message>
            <source>Diagnostics saved: {path}. No names, titles, places or tokens are in it.</source>
            <translation>Diagnostics saved: {path}. No names, titles, places or tokens are in it.</translation>
        </message>
        <message>
            <source>Looking for unnoticed edits</source>
            <translation>Looking for unnoticed edits</translation>
        </message>
        <message>
            <source>Looking into a backup</source>
            <translation>Looking into a backup</translation>
        </message>
        <message>
            <source>No edit went by unnoticed</source>
            <translation>No edit went by unnoticed</translation>
        </message>
        <message>
            <source>Nothing was received: some edits went by unnoticed.</source>
            <translation>Nothing was received: some edits went by unnoticed.</translation>
        </message>
        <message>
            <source>Put It in Place</source>
            <translation>Put It in Place</translation>
        </message>
        <message>
            <source>Restoring from a backup</source>
            <translation>Restoring from a backup</translation>
        </message>
        <message>
            <source>Save diagnostics</source>
            <translation>Save diagnostics</translation>
        </message>
        <message>
            <source>Save or discard the open edits in the layers first.</source>
            <translation>Save or discard the open edits in the layers first.</translation>
        </message>
        <message>
            <source>Show Edits…</source>
            <translation>Show Edits…</translation>
        </message>
        <message>
            <source>The backup is in place; the damaged file was put aside as {name}.</source>
            <translation>The backup is in place; the damaged file was put aside as {name}.</translation>
        </message>
        <message>
            <source>The newest backup is of {moment}.</source>
            <translation>The newest backup is of {moment}.</translation>
        </message>
        <message>
            <source>This stopped on a fault of the program; the log has the details.</source>
            <translation>This stopped on a fault of the program; the log has the details.</translation>
        </message>
        <message>
            <source>Zip archives</source>
            <translation>Zip archives</translation>
        </message>
    </context>
    <context>
        <name>SampleBar</name>
        <message>
            <source>New Workspace…</source>
            <translation>New Workspace…</translation>
        </message>
        <message>
            <source>Sample: invented records. Nothing recorded here is ever sent.</source>
            <translation>Sample: invented records. Nothing recorded here is ever sent.</translation>
        </message>
    </context>
    <context>
        <name>SectionList</name>
        <message>
            <source>Sections of the form</source>
            <translation>Sections of the form</translation>
        </message>
    </context>
    <context>
        <name>SectionPage</name>
        <message>
            <source>People</source>
            <translation>People</translation>
        </message>
        <message>
            <source>Place on the map</source>
            <translation>Place on the map</translation>
        </message>
        <message>
            <source>The groups overlap and are never added up; blank means unknown.</source>
            <translation>The groups overlap and are never added up; blank means unknown.</translation>
        </message>
        <message>
            <source>“{field}”: {text}</source>
            <translation>“{field}”: {text}</translation>
        </message>
    </context>
    <context>
        <name>SectionTabs</name>
        <message>
            <source>Sections of the form</source>
            <translation>Sections of the form</translation>
        </message>
    </context>
    <context>
        <name>Session</name>
        <message>
            <source>Opening the workspace {name}</source>
            <translation>Opening the workspace {name}</translation>
        </message>
        <message>
            <source>The workspace's project file could not be saved: {path}</source>
            <translation>The workspace's project file could not be saved: {path}</translation>
        </message>
    </context>
    <context>
        <name>SetFieldDialog</name>
        <message>
            <source>Choose a field.</source>
            <translation>Choose a field.</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>Field</translation>
        </message>
        <message>
            <source>New value</source>
            <translation>New value</translation>
        </message>
        <message>
            <source>The selected records are of different kinds and have no field in common.</source>
            <translation>The selected records are of different kinds and have no field in common.</translation>
        </message>
        <message>
            <source>choose, or type a part of its name</source>
            <translation>choose, or type a part of its name</translation>
        </message>
    </context>
    <context>
        <name>SettingsDialog</name>
        <message>
            <source>Access token</source>
            <translation>Access token</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Enter the access token that the portal's people gave you.</source>
            <translation>Enter the access token that the portal's people gave you.</translation>
        </message>
        <message>
            <source>Every tile that is loaded tells its server which place you look at.</source>
            <translation>Every tile that is loaded tells its server which place you look at.</translation>
        </message>
        <message>
            <source>Kept in QGIS's authentication database, for this portal only.</source>
            <translation>Kept in QGIS's authentication database, for this portal only.</translation>
        </message>
        <message>
            <source>Language as in QGIS: {language}</source>
            <translation>Language as in QGIS: {language}</translation>
        </message>
        <message>
            <source>Load OpenStreetMap tiles as the backdrop</source>
            <translation>Load OpenStreetMap tiles as the backdrop</translation>
        </message>
        <message>
            <source>OK</source>
            <translation>OK</translation>
        </message>
        <message>
            <source>Organisation (EDRPOU code)</source>
            <translation>Organisation (EDRPOU code)</translation>
        </message>
        <message>
            <source>Portal address</source>
            <translation>Portal address</translation>
        </message>
        <message>
            <source>Remove Token</source>
            <translation>Remove Token</translation>
        </message>
        <message>
            <source>Vidbudova settings</source>
            <translation>Vidbudova settings</translation>
        </message>
        <message>
            <source>Write the address as the portal's people gave it; it begins with https://.</source>
            <translation>Write the address as the portal's people gave it; it begins with https://.</translation>
        </message>
        <message>
            <source>Your name in new records</source>
            <translation>Your name in new records</translation>
        </message>
        <message>
            <source>none yet</source>
            <translation>none yet</translation>
        </message>
        <message>
            <source>stored; type a new one to replace it</source>
            <translation>stored; type a new one to replace it</translation>
        </message>
    </context>
    <context>
        <name>SettleAllDialog</name>
        <message numerus="yes">
            <source>%n conflict(s) are listed. Take in all of them</source>
            <translation>
                <numerusform>%n conflict is listed. Take in it</numerusform>
                <numerusform>%n conflicts are listed. Take in all of them</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>(and %n that hang off it)</source>
            <translation>
                <numerusform>(and %n that hangs off it)</numerusform>
                <numerusform>(and %n that hang off it)</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>It is not chosen whether the record stays.</source>
            <translation>It is not chosen whether the record stays.</translation>
        </message>
        <message>
            <source>Settle</source>
            <translation>Settle</translation>
        </message>
        <message numerus="yes">
            <source>Settle %n Conflict(s)</source>
            <translation>
                <numerusform>Settle %n Conflict</numerusform>
                <numerusform>Settle %n Conflicts</numerusform>
            </translation>
        </message>
        <message>
            <source>Settle All Like This</source>
            <translation>Settle All Like This</translation>
        </message>
        <message>
            <source>There are no conflicts any more.</source>
            <translation>There are no conflicts any more.</translation>
        </message>
        <message>
            <source>What would become of each</source>
            <translation>What would become of each</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
        <message>
            <source>as chosen for the record shown; conflicts in other fields are left</source>
            <translation>as chosen for the record shown; conflicts in other fields are left</translation>
        </message>
        <message>
            <source>mine</source>
            <translation>mine</translation>
        </message>
        <message>
            <source>the portal's</source>
            <translation>the portal's</translation>
        </message>
    </context>
    <context>
        <name>Spans</name>
        <message>
            <source>Last 30 days</source>
            <translation>Last 30 days</translation>
        </message>
        <message>
            <source>Last 7 days</source>
            <translation>Last 7 days</translation>
        </message>
        <message>
            <source>This year</source>
            <translation>This year</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>Today</translation>
        </message>
    </context>
    <context>
        <name>Sync</name>
        <message numerus="yes">
            <source>%n change(s) received</source>
            <translation>
                <numerusform>%n change received</numerusform>
                <numerusform>%n changes received</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) answered</source>
            <translation>
                <numerusform>%n record answered</numerusform>
                <numerusform>%n records answered</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) with unsaved edits were left for the next time: {titles}</source>
            <translation>
                <numerusform>%n record with unsaved edits was left for the next time: {titles}</numerusform>
                <numerusform>%n records with unsaved edits were left for the next time: {titles}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n unnoticed edit(s) of another program were found: {titles}</source>
            <translation>
                <numerusform>%n unnoticed edit of another program were found: {titles}</numerusform>
                <numerusform>%n unnoticed edits of another program were found: {titles}</numerusform>
            </translation>
        </message>
        <message>
            <source>Exchange with the portal</source>
            <translation>Exchange with the portal</translation>
        </message>
        <message>
            <source>Looking whether the portal answers</source>
            <translation>Looking whether the portal answers</translation>
        </message>
        <message>
            <source>Sent {sent}, received {received}, still waiting {waiting}</source>
            <translation>Sent {sent}, received {received}, still waiting {waiting}</translation>
        </message>
        <message>
            <source>Sent {sent}, received {received}. Everything is on the portal.</source>
            <translation>Sent {sent}, received {received}. Everything is on the portal.</translation>
        </message>
        <message>
            <source>Stopped. Sent {sent}, received {received}, still waiting {waiting}</source>
            <translation>Stopped. Sent {sent}, received {received}, still waiting {waiting}</translation>
        </message>
        <message>
            <source>The exchange stopped on a fault of the program. Nothing was lost; the log has the details.</source>
            <translation>The exchange stopped on a fault of the program. Nothing was lost; the log has the details.</translation>
        </message>
        <message numerus="yes">
            <source>asking what became of %n record(s) sent before</source>
            <translation>
                <numerusform>asking what became of %n record sent before</numerusform>
                <numerusform>asking what became of %n records sent before</numerusform>
            </translation>
        </message>
        <message>
            <source>connected to {portal}</source>
            <translation>connected to {portal}</translation>
        </message>
        <message>
            <source>connecting to the portal…</source>
            <translation>connecting to the portal…</translation>
        </message>
        <message numerus="yes">
            <source>no answer, trying again in %n second(s)</source>
            <translation>
                <numerusform>no answer, trying again in %n second</numerusform>
                <numerusform>no answer, trying again in %n seconds</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>passing on %n edit(s) of others</source>
            <translation>
                <numerusform>passing on %n edit of others</numerusform>
                <numerusform>passing on %n edits of others</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>sending %n record(s), {size}; {left} left</source>
            <translation>
                <numerusform>sending %n record, {size}; {left} left</numerusform>
                <numerusform>sending %n records, {size}; {left} left</numerusform>
            </translation>
        </message>
        <message>
            <source>sign in to the network in a browser, sending then goes on</source>
            <translation>sign in to the network in a browser, sending then goes on</translation>
        </message>
        <message>
            <source>stopping…</source>
            <translation>stopping…</translation>
        </message>
        <message>
            <source>the portal is busy, sending will go on by itself</source>
            <translation>the portal is busy, sending will go on by itself</translation>
        </message>
    </context>
    <context>
        <name>TerritoryDialog</name>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Choose</source>
            <translation>Choose</translation>
        </message>
        <message>
            <source>Find in the tree</source>
            <translation>Find in the tree</translation>
        </message>
        <message>
            <source>Territory</source>
            <translation>Territory</translation>
        </message>
        <message>
            <source>Units of the codifier</source>
            <translation>Units of the codifier</translation>
        </message>
        <message>
            <source>first letters: settlement, hromada, raion or oblast</source>
            <translation>first letters: settlement, hromada, raion or oblast</translation>
        </message>
    </context>
    <context>
        <name>TerritoryEditor</name>
        <message>
            <source>Browse territory units</source>
            <translation>Browse territory units</translation>
        </message>
        <message>
            <source>Browse…</source>
            <translation>Browse…</translation>
        </message>
        <message>
            <source>By the place on the map</source>
            <translation>By the place on the map</translation>
        </message>
        <message>
            <source>Filled in from the place on the map.</source>
            <translation>Filled in from the place on the map.</translation>
        </message>
        <message>
            <source>KATOTTG code, for example UA63000000000041885</source>
            <translation>KATOTTG code, for example UA63000000000041885</translation>
        </message>
        <message>
            <source>Nothing found. Fewer letters find more.</source>
            <translation>Nothing found. Fewer letters find more.</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Show</translation>
        </message>
        <message>
            <source>Show the unit on the map</source>
            <translation>Show the unit on the map</translation>
        </message>
        <message>
            <source>Take {unit}</source>
            <translation>Take {unit}</translation>
        </message>
        <message>
            <source>Units found</source>
            <translation>Units found</translation>
        </message>
        <message>
            <source>first letters of the settlement or hromada</source>
            <translation>first letters of the settlement or hromada</translation>
        </message>
        <message>
            <source>{name} (formerly {former})</source>
            <translation>{name} (formerly {former})</translation>
        </message>
        <message>
            <source>{unit} (centre {km} km away)</source>
            <translation>{unit} (centre {km} km away)</translation>
        </message>
        <message>
            <source>⚠ The place on the map is not in this unit.</source>
            <translation>⚠ The place on the map is not in this unit.</translation>
        </message>
    </context>
    <context>
        <name>TerritoryModel</name>
        <message>
            <source>KATOTTG code</source>
            <translation>KATOTTG code</translation>
        </message>
        <message>
            <source>Unit</source>
            <translation>Unit</translation>
        </message>
        <message>
            <source>formerly {names}</source>
            <translation>formerly {names}</translation>
        </message>
    </context>
    <context>
        <name>TerritoryPage</name>
        <message>
            <source>All of Ukraine</source>
            <translation>All of Ukraine</translation>
        </message>
        <message>
            <source>Chosen: {names}</source>
            <translation>Chosen: {names}</translation>
        </message>
        <message>
            <source>Click your oblast. If you work for a raion or a hromada, type its first letters.</source>
            <translation>Click your oblast. If you work for a raion or a hromada, type its first letters.</translation>
        </message>
        <message>
            <source>Nothing is chosen yet.</source>
            <translation>Nothing is chosen yet.</translation>
        </message>
        <message>
            <source>Oblasts</source>
            <translation>Oblasts</translation>
        </message>
        <message>
            <source>Search for a territory</source>
            <translation>Search for a territory</translation>
        </message>
        <message>
            <source>Several at once: hold Ctrl while you click.</source>
            <translation>Several at once: hold Ctrl while you click.</translation>
        </message>
        <message>
            <source>Ukraine</source>
            <translation>Ukraine</translation>
        </message>
        <message>
            <source>Which oblast</source>
            <translation>Which oblast</translation>
        </message>
        <message>
            <source>first letters of the oblast, raion or hromada</source>
            <translation>first letters of the oblast, raion or hromada</translation>
        </message>
    </context>
    <context>
        <name>Undoing</name>
        <message>
            <source>Records of this step have edits in a layer that are not saved. Save or discard them there, then undo.</source>
            <translation>Records of this step have edits in a layer that are not saved. Save or discard them there, then undo.</translation>
        </message>
        <message>
            <source>Undoing stopped on a fault of the program. What is left of the step can still be undone.</source>
            <translation>Undoing stopped on a fault of the program. What is left of the step can still be undone.</translation>
        </message>
        <message>
            <source>Undoing: {what}</source>
            <translation>Undoing: {what}</translation>
        </message>
        <message>
            <source>Undone: {what}</source>
            <translation>Undone: {what}</translation>
        </message>
    </context>
    <context>
        <name>UntrackedDialog</name>
        <message numerus="yes">
            <source>%n record(s) were changed by another program in a way that went unnoticed. Adopted, they wait to be sent; until then nothing is received, so that nothing is overwritten.</source>
            <translation>
                <numerusform>%n record was changed by another program in a way that went unnoticed. Adopted, it waits to be sent; until then nothing is received, so that nothing is overwritten.</numerusform>
                <numerusform>%n records were changed by another program in a way that went unnoticed. Adopted, they wait to be sent; until then nothing is received, so that nothing is overwritten.</numerusform>
            </translation>
        </message>
        <message>
            <source>Adopt Edits</source>
            <translation>Adopt Edits</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>Later</translation>
        </message>
        <message>
            <source>Unnoticed edits</source>
            <translation>Unnoticed edits</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>VidbudovaDock</name>
        <message numerus="yes">
            <source>%n day(s) to the close</source>
            <translation>
                <numerusform>%n day to the close</numerusform>
                <numerusform>%n days to the close</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Check All Records</source>
            <translation>Check All Records</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Delete</translation>
        </message>
        <message numerus="yes">
            <source>Delete %n record(s), with everything that hangs off them?</source>
            <translation>
                <numerusform>Delete %n record, with everything that hangs off it?</numerusform>
                <numerusform>Delete %n records, with everything that hangs off them?</numerusform>
            </translation>
        </message>
        <message>
            <source>Delete “{title}”, with everything that hangs off it?</source>
            <translation>Delete “{title}”, with everything that hangs off it?</translation>
        </message>
        <message>
            <source>Delete?</source>
            <translation>Delete?</translation>
        </message>
        <message>
            <source>Download All Files</source>
            <translation>Download All Files</translation>
        </message>
        <message>
            <source>Exchange</source>
            <translation>Exchange</translation>
        </message>
        <message>
            <source>Export Bundle…</source>
            <translation>Export Bundle…</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>Help</translation>
        </message>
        <message>
            <source>Import Bundle…</source>
            <translation>Import Bundle…</translation>
        </message>
        <message>
            <source>It can be undone until it was sent.</source>
            <translation>It can be undone until it was sent.</translation>
        </message>
        <message>
            <source>Look for Unnoticed Edits</source>
            <translation>Look for Unnoticed Edits</translation>
        </message>
        <message>
            <source>Metered Connection: Files Wait</source>
            <translation>Metered Connection: Files Wait</translation>
        </message>
        <message>
            <source>New Workspace…</source>
            <translation>New Workspace…</translation>
        </message>
        <message>
            <source>Nothing to undo</source>
            <translation>Nothing to undo</translation>
        </message>
        <message>
            <source>Open Workspace…</source>
            <translation>Open Workspace…</translation>
        </message>
        <message>
            <source>Prepare Offline Basemap…</source>
            <translation>Prepare Offline Basemap…</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>Problems</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>Quarter</translation>
        </message>
        <message>
            <source>Records</source>
            <translation>Records</translation>
        </message>
        <message>
            <source>Restore from Backup…</source>
            <translation>Restore from Backup…</translation>
        </message>
        <message>
            <source>Save Diagnostics…</source>
            <translation>Save Diagnostics…</translation>
        </message>
        <message>
            <source>Send Originals of Photos Too</source>
            <translation>Send Originals of Photos Too</translation>
        </message>
        <message>
            <source>Settings…</source>
            <translation>Settings…</translation>
        </message>
        <message>
            <source>Settle Conflicts…</source>
            <translation>Settle Conflicts…</translation>
        </message>
        <message>
            <source>Ukraine</source>
            <translation>Ukraine</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Undo</translation>
        </message>
        <message>
            <source>Undo: {what}</source>
            <translation>Undo: {what}</translation>
        </message>
        <message>
            <source>Vidbudova</source>
            <translation>Vidbudova</translation>
        </message>
        <message>
            <source>closed</source>
            <translation>closed</translation>
        </message>
        <message>
            <source>closes today</source>
            <translation>closes today</translation>
        </message>
        <message>
            <source>for reading only</source>
            <translation>for reading only</translation>
        </message>
    </context>
    <context>
        <name>WelcomePanel</name>
        <message>
            <source>A folder for your records. Three short questions, one of them needs an answer.</source>
            <translation>A folder for your records. Three short questions, one of them needs an answer.</translation>
        </message>
        <message>
            <source>A folder that is there already, on this computer.</source>
            <translation>A folder that is there already, on this computer.</translation>
        </message>
        <message>
            <source>Help (F1)</source>
            <translation>Help (F1)</translation>
        </message>
        <message>
            <source>Invented records of Kharkiv oblast. Change what you like: nothing of it is ever sent.</source>
            <translation>Invented records of Kharkiv oblast. Change what you like: nothing of it is ever sent.</translation>
        </message>
        <message>
            <source>New Workspace…</source>
            <translation>New Workspace…</translation>
        </message>
        <message>
            <source>Open Workspace…</source>
            <translation>Open Workspace…</translation>
        </message>
        <message>
            <source>Recent workspaces</source>
            <translation>Recent workspaces</translation>
        </message>
        <message>
            <source>Record what has to be rebuilt and what is being done, also without a network. Begin here:</source>
            <translation>Record what has to be rebuilt and what is being done, also without a network. Begin here:</translation>
        </message>
        <message>
            <source>Settings…</source>
            <translation>Settings…</translation>
        </message>
        <message>
            <source>Try It on Sample Data</source>
            <translation>Try It on Sample Data</translation>
        </message>
    </context>
    <context>
        <name>Words</name>
        <message>
            <source>conflict</source>
            <translation>conflict</translation>
        </message>
        <message>
            <source>error</source>
            <translation>error</translation>
        </message>
        <message>
            <source>hint</source>
            <translation>hint</translation>
        </message>
        <message>
            <source>on the portal</source>
            <translation>on the portal</translation>
        </message>
        <message>
            <source>refused</source>
            <translation>refused</translation>
        </message>
        <message>
            <source>sending</source>
            <translation>sending</translation>
        </message>
        <message>
            <source>waiting</source>
            <translation>waiting</translation>
        </message>
        <message>
            <source>warning</source>
            <translation>warning</translation>
        </message>
        <message>
            <source>{kind} “{title}”</source>
            <translation>{kind} “{title}”</translation>
        </message>
    </context>
    <context>
        <name>Workbench</name>
        <message numerus="yes">
            <source>%n record(s) checked</source>
            <translation>
                <numerusform>%n record checked</numerusform>
                <numerusform>%n records checked</numerusform>
            </translation>
        </message>
        <message>
            <source>Add to This Project</source>
            <translation>Add to This Project</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Check of all records</source>
            <translation>Check of all records</translation>
        </message>
        <message>
            <source>Getting Vidbudova ready</source>
            <translation>Getting Vidbudova ready</translation>
        </message>
        <message>
            <source>Looking at the folder {name}</source>
            <translation>Looking at the folder {name}</translation>
        </message>
        <message>
            <source>Open in Its Place</source>
            <translation>Open in Its Place</translation>
        </message>
        <message>
            <source>Open the workspace in its place, or add the workspace to it?</source>
            <translation>Open the workspace in its place, or add the workspace to it?</translation>
        </message>
        <message>
            <source>Open workspace</source>
            <translation>Open workspace</translation>
        </message>
        <message>
            <source>Sample</source>
            <translation>Sample</translation>
        </message>
        <message>
            <source>The check stopped on a fault of the program.</source>
            <translation>The check stopped on a fault of the program.</translation>
        </message>
        <message>
            <source>The open project has layers of its own.</source>
            <translation>The open project has layers of its own.</translation>
        </message>
        <message>
            <source>The territory codifier is missing from the plugin. Install the plugin again.</source>
            <translation>The territory codifier is missing from the plugin. Install the plugin again.</translation>
        </message>
        <message>
            <source>The workspace could not be opened; the log has the details.</source>
            <translation>The workspace could not be opened; the log has the details.</translation>
        </message>
        <message>
            <source>The workspace is in {folder}. Open it when you like.</source>
            <translation>The workspace is in {folder}. Open it when you like.</translation>
        </message>
        <message>
            <source>Vidbudova could not start: {reason}</source>
            <translation>Vidbudova could not start: {reason}</translation>
        </message>
    </context>
    <context>
        <name>WorkspaceGuard</name>
        <message numerus="yes">
            <source>%n layer(s) are missing. No record is lost.</source>
            <translation>
                <numerusform>%n layer is missing. No record is lost.</numerusform>
                <numerusform>%n layers are missing. No record is lost.</numerusform>
            </translation>
        </message>
        <message>
            <source>Find It…</source>
            <translation>Find It…</translation>
        </message>
        <message>
            <source>Go On There</source>
            <translation>Go On There</translation>
        </message>
        <message>
            <source>Missing layer: {layer}. No record is lost.</source>
            <translation>Missing layer: {layer}. No record is lost.</translation>
        </message>
        <message>
            <source>Open Again</source>
            <translation>Open Again</translation>
        </message>
        <message>
            <source>Open edits of a layer could not be saved. They are still there: end them first.</source>
            <translation>Open edits of a layer could not be saved. They are still there: end them first.</translation>
        </message>
        <message>
            <source>Put Back</source>
            <translation>Put Back</translation>
        </message>
        <message>
            <source>The file of “{name}” was replaced by another one.</source>
            <translation>The file of “{name}” was replaced by another one.</translation>
        </message>
        <message>
            <source>The folder “{name}” is gone: moved, renamed, or its disk removed.</source>
            <translation>The folder “{name}” is gone: moved, renamed, or its disk removed.</translation>
        </message>
        <message>
            <source>The layers could not be put back: see the log.</source>
            <translation>The layers could not be put back: see the log.</translation>
        </message>
        <message>
            <source>The workspace's folder is now {now}. Nothing is lost.</source>
            <translation>The workspace's folder is now {now}. Nothing is lost.</translation>
        </message>
    </context>
</TS>
