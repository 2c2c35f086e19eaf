<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="uk" sourcelanguage="en">
    <context>
        <name>Actions</name>
        <message>
            <source>&amp;Check All Records</source>
            <translation>&amp;Перевірити всі записи</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>Довід&amp;ка</translation>
        </message>
        <message>
            <source>&amp;New Workspace…</source>
            <translation>&amp;Створити робочий простір…</translation>
        </message>
        <message>
            <source>&amp;Open Workspace…</source>
            <translation>&amp;Відкрити робочий простір…</translation>
        </message>
        <message>
            <source>&amp;Recent Workspaces</source>
            <translation>&amp;Останні робочі простори</translation>
        </message>
        <message>
            <source>&amp;Send and Receive</source>
            <translation>&amp;Надіслати й отримати</translation>
        </message>
        <message>
            <source>&amp;Vidbudova</source>
            <translation>Від&amp;будова</translation>
        </message>
        <message>
            <source>(none yet)</source>
            <translation>(ще немає)</translation>
        </message>
        <message>
            <source>Load &amp;Boundaries…</source>
            <translation>Завантажити &amp;межі…</translation>
        </message>
        <message>
            <source>New Need along a &amp;Line</source>
            <translation>Нова потреба вздовж лін&amp;ії</translation>
        </message>
        <message>
            <source>New Need at a Po&amp;int</source>
            <translation>Нова потреба в &amp;точці</translation>
        </message>
        <message>
            <source>New Need over an &amp;Area</source>
            <translation>Нова потреба на &amp;ділянці</translation>
        </message>
        <message>
            <source>New Pro&amp;ject</source>
            <translation>Новий про&amp;єкт</translation>
        </message>
        <message>
            <source>Overview by Hro&amp;mada</source>
            <translation>О&amp;гляд за громадами</translation>
        </message>
        <message>
            <source>Se&amp;ttings…</source>
            <translation>На&amp;лаштування…</translation>
        </message>
        <message>
            <source>Tr&amp;y It on Sample Data</source>
            <translation>Спроб&amp;увати на зразку</translation>
        </message>
        <message>
            <source>Vidbudova</source>
            <translation>Відбудова</translation>
        </message>
        <message>
            <source>Vidbudova &amp;Panel</source>
            <translation>П&amp;анель «Відбудова»</translation>
        </message>
    </context>
    <context>
        <name>Automation</name>
        <message>
            <source>A blank cell clears what the record has</source>
            <translation>Порожня клітинка очищає значення у записі</translation>
        </message>
        <message>
            <source>Bundle</source>
            <translation>Пакунок</translation>
        </message>
        <message>
            <source>Check records</source>
            <translation>Перевірити записи</translation>
        </message>
        <message>
            <source>Checks every record of a workspace by the portal's rules. What is found becomes a table.</source>
            <translation>Перевіряє всі записи робочого простору за правилами порталу. Зауваження складаються в таблицю.</translation>
        </message>
        <message>
            <source>Conflicts</source>
            <translation>Конфлікти</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>Помилки</translation>
        </message>
        <message>
            <source>Export bundle</source>
            <translation>Експортувати пакет</translation>
        </message>
        <message>
            <source>Export records</source>
            <translation>Експортувати записи</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Файл</translation>
        </message>
        <message>
            <source>Files sent</source>
            <translation>Надіслано файлів</translation>
        </message>
        <message>
            <source>Files waiting</source>
            <translation>Файли, що чекають</translation>
        </message>
        <message>
            <source>Findings</source>
            <translation>Зауваження</translation>
        </message>
        <message>
            <source>Hints</source>
            <translation>Поради</translation>
        </message>
        <message>
            <source>Import bundle</source>
            <translation>Імпортувати пакет</translation>
        </message>
        <message>
            <source>Import records</source>
            <translation>Імпортувати записи</translation>
        </message>
        <message>
            <source>Kind of records</source>
            <translation>Тип записів</translation>
        </message>
        <message>
            <source>Kinds of records (all where none is chosen)</source>
            <translation>Види записів (усі, якщо не вибрано жодного)</translation>
        </message>
        <message>
            <source>No access token is kept for the portal {portal}. Enter it in Vidbudova's settings.</source>
            <translation>Для порталу {portal} не збережено ключа доступу. Впишіть його в налаштуваннях «Відбудови».</translation>
        </message>
        <message>
            <source>Nothing new: the bundle was taken in before.</source>
            <translation>Нового немає: цей пакет уже прийнято раніше.</translation>
        </message>
        <message>
            <source>Nothing waits: no bundle was written.</source>
            <translation>Нічого не чекає: пакет не записано.</translation>
        </message>
        <message>
            <source>Only tell what would happen</source>
            <translation>Лише показати, що буде зроблено</translation>
        </message>
        <message>
            <source>Photos and documents, too</source>
            <translation>Також фотографії та документи</translation>
        </message>
        <message>
            <source>Records</source>
            <translation>Записи</translation>
        </message>
        <message>
            <source>Records added</source>
            <translation>Додано записів</translation>
        </message>
        <message>
            <source>Records changed</source>
            <translation>Змінено записів</translation>
        </message>
        <message>
            <source>Records merged</source>
            <translation>Об’єднано записів</translation>
        </message>
        <message>
            <source>Records received</source>
            <translation>Отримано записів</translation>
        </message>
        <message>
            <source>Records refused</source>
            <translation>Відхилено записів</translation>
        </message>
        <message>
            <source>Records sent</source>
            <translation>Надіслано записів</translation>
        </message>
        <message>
            <source>Records that were so already</source>
            <translation>Записів без змін</translation>
        </message>
        <message>
            <source>Records waiting</source>
            <translation>Записи, що чекають</translation>
        </message>
        <message>
            <source>Rows left out</source>
            <translation>Неприйняті рядки</translation>
        </message>
        <message>
            <source>Sends what waits in a workspace and receives what others changed, then sends and fetches files. The access token is the one that Vidbudova's settings keep in QGIS's authentication database.</source>
            <translation>Надсилає те, що чекає в робочому просторі, й отримує зміни інших, потім надсилає й завантажує файли. Ключ доступу – той, що його налаштування «Відбудови» зберігають у базі автентифікації QGIS.</translation>
        </message>
        <message>
            <source>Sync with portal</source>
            <translation>Обмін із порталом</translation>
        </message>
        <message>
            <source>Table or layer</source>
            <translation>Таблиця або шар</translation>
        </message>
        <message>
            <source>Takes a bundle into a workspace; the next sync passes it on under its author's name.</source>
            <translation>Приймає пакет до робочого простору; наступний обмін передасть його на портал від імені автора.</translation>
        </message>
        <message>
            <source>Takes the rows of a table or layer into a workspace: a workbook, CSV, GeoPackage or anything else that QGIS reads. Columns are called as the fields are in the form or in an export; codes may be written in words. A row with the identifier of a record changes that record, any other becomes a new draft; the same table twice makes no second record. Rows that cannot be taken in are told in a table, with what to do. All of it can be undone in the panel.</source>
            <translation>Переносить рядки таблиці або шару до робочого простору: з книги Excel, CSV, GeoPackage чи будь-чого іншого, що читає QGIS. Стовпці мають називатися так, як поля у формі чи в експорті; замість кодів можна писати слова. Рядок з ідентифікатором запису змінює цей запис, будь-який інший стає новою чернеткою; та сама таблиця вдруге нових записів не створює. Рядки, які не вдалося прийняти, наведено в таблиці з поясненням, що виправити. Усе разом можна скасувати на панелі.</translation>
        </message>
        <message>
            <source>The column “{name}” is no field: it is passed over.</source>
            <translation>Стовпець «{name}» не відповідає жодному полю: його пропущено.</translation>
        </message>
        <message>
            <source>The file has to end in one of these: {endings}.</source>
            <translation>Назва файлу має закінчуватися так: {endings}.</translation>
        </message>
        <message>
            <source>The layer {layer} has edits that are not saved. Save or discard them, then try again.</source>
            <translation>У шарі «{layer}» є не збережені зміни. Збережіть або відкиньте їх і спробуйте знову.</translation>
        </message>
        <message>
            <source>The table could not be read.</source>
            <translation>Таблицю не вдалося прочитати.</translation>
        </message>
        <message>
            <source>There is no workspace in the folder {path}.</source>
            <translation>У папці {path} немає робочого простору.</translation>
        </message>
        <message>
            <source>Warnings</source>
            <translation>Застереження</translation>
        </message>
        <message>
            <source>Workspace folder</source>
            <translation>Папка робочого простору</translation>
        </message>
        <message>
            <source>Writes the records of a workspace to a file. A workbook and CSV have names in place of codes; GeoPackage and GeoJSON have records as they are kept, with their places.</source>
            <translation>Записує записи робочого простору у файл. У книзі Excel і CSV замість кодів – назви; у GeoPackage і GeoJSON записи такі, як вони зберігаються, з місцями.</translation>
        </message>
        <message>
            <source>Writes what waits in a workspace into a bundle, which another workspace passes on.</source>
            <translation>Записує те, що чекає в робочому просторі, у пакет, який передасть далі інший робочий простір.</translation>
        </message>
    </context>
    <context>
        <name>Basemap</name>
        <message>
            <source>Around the records</source>
            <translation>Навколо записів</translation>
        </message>
        <message>
            <source>Preparing the basemap was cancelled.</source>
            <translation>Підготовку підкладки скасовано.</translation>
        </message>
        <message>
            <source>QGIS's Processing plugin is switched off. Switch it on under Plugins › Manage, then try again.</source>
            <translation>Модуль QGIS «Обробка» (Processing) вимкнено. Увімкніть його в меню «Плагіни › Керувати» і повторіть.</translation>
        </message>
        <message>
            <source>The basemap could not be prepared; the log says more.</source>
            <translation>Підкладку не вдалося підготувати; подробиці у журналі.</translation>
        </message>
        <message>
            <source>The basemap could not be put in place; close what has it open.</source>
            <translation>Підкладку не вдалося покласти на місце; закрийте програму, в якій її відкрито.</translation>
        </message>
        <message>
            <source>The basemap is being prepared already; see QGIS's task manager.</source>
            <translation>Підкладка вже готується; дивіться диспетчер завдань QGIS.</translation>
        </message>
        <message>
            <source>The basemap shows nothing there; is there a network? Nothing was prepared.</source>
            <translation>Там на підкладці нічого не видно; чи є мережа? Нічого не підготовлено.</translation>
        </message>
        <message>
            <source>The offline basemap is ready and lies under the records.</source>
            <translation>Офлайн-підкладка готова і лежить під записами.</translation>
        </message>
        <message>
            <source>The whole territory of the workspace</source>
            <translation>Уся територія робочого простору</translation>
        </message>
        <message>
            <source>What the map shows now</source>
            <translation>Те, що зараз на карті</translation>
        </message>
    </context>
    <context>
        <name>BasemapDialog</name>
        <message numerus="yes">
            <source>%n tile(s), about {size}</source>
            <translation>
                <numerusform>%n тайл, близько {size}</numerusform>
                <numerusform>%n тайли, близько {size}</numerusform>
                <numerusform>%n тайлів, близько {size}</numerusform>
            </translation>
        </message>
        <message>
            <source>Area</source>
            <translation>Територія</translation>
        </message>
        <message>
            <source>Basemap</source>
            <translation>Підкладка</translation>
        </message>
        <message>
            <source>Blocks</source>
            <translation>Квартали</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>Detail</source>
            <translation>Подробиці</translation>
        </message>
        <message>
            <source>Prepare</source>
            <translation>Підготувати</translation>
        </message>
        <message>
            <source>Prepare Offline Basemap</source>
            <translation>Підготовка офлайн-підкладки</translation>
        </message>
        <message>
            <source>QGIS draws the basemap that you choose into a file of the workspace. Then it is there where there is no network, also in QField.</source>
            <translation>QGIS намалює вибрану підкладку у файл робочого простору. Тоді вона є і там, де немає мережі, також у QField.</translation>
        </message>
        <message>
            <source>Settlements and roads</source>
            <translation>Населені пункти і дороги</translation>
        </message>
        <message>
            <source>Single houses</source>
            <translation>Окремі будинки</translation>
        </message>
        <message>
            <source>So large an area goes down to less detail (zoom {zoom}); choose a smaller one for more.</source>
            <translation>Для такої великої території подробиць буде менше (масштаб {zoom}); виберіть меншу, якщо треба більше.</translation>
        </message>
        <message>
            <source>Streets</source>
            <translation>Вулиці</translation>
        </message>
        <message>
            <source>The terms of {host} do not allow a whole region to be downloaded: these servers are run for looking at maps. Choose another basemap: one of your own, or a service that allows its tiles to be kept.</source>
            <translation>Умови {host} не дозволяють завантажувати цілу територію: ці сервери призначені для перегляду карт. Виберіть іншу підкладку: власну або сервіс, що дозволяє зберігати тайли.</translation>
        </message>
        <message>
            <source>There is no basemap in the project. Add one by Layer › Add Layer: an orthophoto or a map of your own, an MBTiles file, or a map service that allows its tiles to be kept. Then come back.</source>
            <translation>У проєкті немає підкладки. Додайте її через меню «Шар › Додати шар»: власний ортофотоплан чи карту, файл MBTiles або картографічний сервіс, що дозволяє зберігати тайли. Потім поверніться сюди.</translation>
        </message>
        <message>
            <source>{host} allows its tiles to be downloaded and kept</source>
            <translation>{host} дозволяє завантажувати і зберігати свої тайли</translation>
        </message>
    </context>
    <context>
        <name>BasemapHint</name>
        <message>
            <source>Do not show this hint any more</source>
            <translation>Більше не показувати цю підказку</translation>
        </message>
        <message>
            <source>Prepare Offline Basemap…</source>
            <translation>Підготувати офлайн-підкладку…</translation>
        </message>
        <message>
            <source>Prepare…</source>
            <translation>Підготувати…</translation>
        </message>
        <message>
            <source>Without a network there is no basemap.</source>
            <translation>Без мережі підкладки не буде.</translation>
        </message>
    </context>
    <context>
        <name>BooleanEditor</name>
        <message>
            <source>No</source>
            <translation>Ні</translation>
        </message>
        <message>
            <source>Not stated</source>
            <translation>Не вказано</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>Так</translation>
        </message>
    </context>
    <context>
        <name>Boundaries</name>
        <message numerus="yes">
            <source>%n boundary(s) loaded.</source>
            <translation>
                <numerusform>Завантажено %n межу.</numerusform>
                <numerusform>Завантажено %n межі.</numerusform>
                <numerusform>Завантажено %n меж.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) left out: no area.</source>
            <translation>
                <numerusform>%n рядок пропущено: немає полігона.</numerusform>
                <numerusform>%n рядки пропущено: немає полігона.</numerusform>
                <numerusform>%n рядків пропущено: немає полігона.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) left out: no known code.</source>
            <translation>
                <numerusform>%n рядок пропущено: немає відомого коду.</numerusform>
                <numerusform>%n рядки пропущено: немає відомого коду.</numerusform>
                <numerusform>%n рядків пропущено: немає відомого коду.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n unit(s) left out: outside Ukraine.</source>
            <translation>
                <numerusform>%n одиницю пропущено: поза Україною.</numerusform>
                <numerusform>%n одиниці пропущено: поза Україною.</numerusform>
                <numerusform>%n одиниць пропущено: поза Україною.</numerusform>
            </translation>
        </message>
        <message>
            <source>Loading boundaries</source>
            <translation>Завантаження меж</translation>
        </message>
        <message>
            <source>Looking for boundaries</source>
            <translation>Пошук меж</translation>
        </message>
        <message>
            <source>Reading boundaries</source>
            <translation>Читання меж</translation>
        </message>
        <message>
            <source>Removing boundaries</source>
            <translation>Вилучення меж</translation>
        </message>
        <message>
            <source>The boundaries are removed.</source>
            <translation>Межі вилучено.</translation>
        </message>
        <message>
            <source>The boundaries could not be read; the log has the details. Nothing was changed.</source>
            <translation>Межі не вдалося прочитати; подробиці – у журналі. Нічого не змінено.</translation>
        </message>
        <message>
            <source>This file holds no lines or areas: {path}</source>
            <translation>У цьому файлі немає ні ліній, ні полігонів: {path}</translation>
        </message>
    </context>
    <context>
        <name>BoundariesDialog</name>
        <message numerus="yes">
            <source>%n city district(s)</source>
            <translation>
                <numerusform>%n район міста</numerusform>
                <numerusform>%n райони міст</numerusform>
                <numerusform>%n районів міст</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n hromada(s)</source>
            <translation>
                <numerusform>%n громада</numerusform>
                <numerusform>%n громади</numerusform>
                <numerusform>%n громад</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n oblast(s)</source>
            <translation>
                <numerusform>%n область</numerusform>
                <numerusform>%n області</numerusform>
                <numerusform>%n областей</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n raion(s)</source>
            <translation>
                <numerusform>%n район</numerusform>
                <numerusform>%n райони</numerusform>
                <numerusform>%n районів</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) without a known code</source>
            <translation>
                <numerusform>%n рядок без відомого коду</numerusform>
                <numerusform>%n рядки без відомого коду</numerusform>
                <numerusform>%n рядків без відомого коду</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n settlement(s)</source>
            <translation>
                <numerusform>%n населений пункт</numerusform>
                <numerusform>%n населені пункти</numerusform>
                <numerusform>%n населених пунктів</numerusform>
            </translation>
        </message>
        <message>
            <source>Boundaries tell which hromada a place is in. Any polygons with KATOTTG codes or P-codes will do, such as COD-AB from data.humdata.org. They are copied into the workspace and work without a network.</source>
            <translation>За межами визначається, у якій громаді лежить місце. Підійдуть будь-які полігони з кодами КАТОТТГ або P-кодами, наприклад набір COD-AB з data.humdata.org. Їх буде скопійовано в робочий простір, далі мережа не потрібна.</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>Choose a layer of the project</source>
            <translation>Виберіть шар проєкту</translation>
        </message>
        <message>
            <source>Choose a layer of the project or a file. What is found in it is listed here before it is loaded.</source>
            <translation>Виберіть шар проєкту або файл. Тут буде видно, що в ньому знайдено, ще до завантаження.</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Закрити</translation>
        </message>
        <message>
            <source>Draws the file under the records; it tells nothing about territories.</source>
            <translation>Малює файл під записами; територію за ним не визначити.</translation>
        </message>
        <message>
            <source>Field with the codes</source>
            <translation>Поле з кодами</translation>
        </message>
        <message>
            <source>File with boundaries</source>
            <translation>Файл із межами</translation>
        </message>
        <message>
            <source>From File…</source>
            <translation>З файлу…</translation>
        </message>
        <message>
            <source>In the workspace: {units}.</source>
            <translation>У робочому просторі: {units}.</translation>
        </message>
        <message>
            <source>Layer</source>
            <translation>Шар</translation>
        </message>
        <message>
            <source>Load</source>
            <translation>Завантажити</translation>
        </message>
        <message>
            <source>Load boundaries</source>
            <translation>Завантажити межі</translation>
        </message>
        <message>
            <source>Loaded last: “{source}”, {when}.</source>
            <translation>Востаннє завантажено: «{source}», {when}.</translation>
        </message>
        <message>
            <source>Loading…</source>
            <translation>Завантажую…</translation>
        </message>
        <message>
            <source>Looking into “{name}”…</source>
            <translation>Переглядаю «{name}»…</translation>
        </message>
        <message>
            <source>Map files</source>
            <translation>Файли карт</translation>
        </message>
        <message>
            <source>No polygon layers here</source>
            <translation>У проєкті немає шарів полігонів</translation>
        </message>
        <message>
            <source>Only Show on the Map</source>
            <translation>Лише показати на карті</translation>
        </message>
        <message>
            <source>Polygon layers of the project</source>
            <translation>Шари полігонів у проєкті</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Перебіг</translation>
        </message>
        <message>
            <source>Remove All</source>
            <translation>Вилучити всі</translation>
        </message>
        <message>
            <source>The workspace has no boundaries yet: territories are proposed by the nearest known settlement.</source>
            <translation>У робочому просторі ще немає меж: територію програма пропонує за найближчим відомим населеним пунктом.</translation>
        </message>
        <message>
            <source>Units</source>
            <translation>Одиниці</translation>
        </message>
        <message>
            <source>What was found</source>
            <translation>Що знайдено</translation>
        </message>
        <message>
            <source>no codes</source>
            <translation>кодів немає</translation>
        </message>
    </context>
    <context>
        <name>BundleRows</name>
        <message numerus="yes">
            <source>%n edit(s) of {author}</source>
            <translation>
                <numerusform>%n зміна: {author}</numerusform>
                <numerusform>%n зміни: {author}</numerusform>
                <numerusform>%n змін: {author}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n left to the author</source>
            <translation>
                <numerusform>%n залишено авторові</numerusform>
                <numerusform>%n залишено авторові</numerusform>
                <numerusform>%n залишено авторові</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n not accepted: the author has to look</source>
            <translation>
                <numerusform>%n не прийнято: має подивитися автор</numerusform>
                <numerusform>%n не прийнято: має подивитися автор</numerusform>
                <numerusform>%n не прийнято: має подивитися автор</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n on the portal</source>
            <translation>
                <numerusform>%n на порталі</numerusform>
                <numerusform>%n на порталі</numerusform>
                <numerusform>%n на порталі</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting to be passed on</source>
            <translation>
                <numerusform>%n чекає на передання</numerusform>
                <numerusform>%n чекають на передання</numerusform>
                <numerusform>%n чекають на передання</numerusform>
            </translation>
        </message>
        <message>
            <source>imported {moment}</source>
            <translation>імпортовано {moment}</translation>
        </message>
        <message>
            <source>made {moment}</source>
            <translation>створено {moment}</translation>
        </message>
        <message>
            <source>not signed</source>
            <translation>без підпису</translation>
        </message>
        <message>
            <source>signed with a device's key</source>
            <translation>підписано ключем пристрою</translation>
        </message>
    </context>
    <context>
        <name>Bundles</name>
        <message numerus="yes">
            <source>%n edit(s) exported to “{file}”.</source>
            <translation>
                <numerusform>%n зміну збережено у «{file}».</numerusform>
                <numerusform>%n зміни збережено у «{file}».</numerusform>
                <numerusform>%n змін збережено у «{file}».</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n edit(s) of {author} imported. Send passes them on.</source>
            <translation>
                <numerusform>Імпортовано %n зміну ({author}). Її передасть кнопка «Надіслати».</numerusform>
                <numerusform>Імпортовано %n зміни ({author}). Їх передасть кнопка «Надіслати».</numerusform>
                <numerusform>Імпортовано %n змін ({author}). Їх передасть кнопка «Надіслати».</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) are not on this computer.</source>
            <translation>
                <numerusform>%n файлу немає на цьому комп’ютері.</numerusform>
                <numerusform>%n файлів немає на цьому комп’ютері.</numerusform>
                <numerusform>%n файлів немає на цьому комп’ютері.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) stay behind: see Exchange.</source>
            <translation>
                <numerusform>%n запис лишився поза пакетом: див. «Обмін».</numerusform>
                <numerusform>%n записи лишилися поза пакетом: див. «Обмін».</numerusform>
                <numerusform>%n записів лишилися поза пакетом: див. «Обмін».</numerusform>
            </translation>
        </message>
        <message>
            <source>Bundles of Vidbudova (*.vidbudova)</source>
            <translation>Пакети Відбудови (*.vidbudova)</translation>
        </message>
        <message>
            <source>Exporting a bundle</source>
            <translation>Експорт пакета</translation>
        </message>
        <message>
            <source>Import bundle</source>
            <translation>Імпорт пакета</translation>
        </message>
        <message>
            <source>Importing a bundle</source>
            <translation>Імпорт пакета</translation>
        </message>
        <message>
            <source>Looking what waits</source>
            <translation>Пошук того, що чекає</translation>
        </message>
        <message>
            <source>Nothing waits: there is nothing to export.</source>
            <translation>Нічого не чекає: експортувати нічого.</translation>
        </message>
        <message>
            <source>Reading a bundle</source>
            <translation>Читання пакета</translation>
        </message>
        <message>
            <source>That stopped on a fault of the program. Nothing was lost; the log has the details.</source>
            <translation>Роботу перервала помилка програми. Нічого не втрачено; подробиці в журналі.</translation>
        </message>
    </context>
    <context>
        <name>CalendarPopup</name>
        <message>
            <source>Calendar</source>
            <translation>Календар</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>Сьогодні</translation>
        </message>
    </context>
    <context>
        <name>Checks</name>
        <message>
            <source>This cannot be negative. Blank means unknown, 0 means none.</source>
            <translation>Число не може бути від’ємним. Порожньо означає «невідомо», 0 – «немає».</translation>
        </message>
        <message>
            <source>This is no number. Write it in digits.</source>
            <translation>Це не число. Запишіть його цифрами.</translation>
        </message>
        <message>
            <source>This is no whole number. Write it in digits, such as 12.</source>
            <translation>Це не ціле число. Запишіть його цифрами, наприклад 12.</translation>
        </message>
        <message>
            <source>“{text}” is not in the list. Type a word of it and choose.</source>
            <translation>«{text}» немає у списку. Напишіть слово з назви й виберіть зі списку.</translation>
        </message>
        <message>
            <source>“{text}” is typed but no unit is chosen. Type its first letters and choose it.</source>
            <translation>Введено «{text}», але одиницю не вибрано. Напишіть перші літери назви й виберіть її зі списку.</translation>
        </message>
    </context>
    <context>
        <name>ChildFrame</name>
        <message>
            <source>Back to the list</source>
            <translation>До списку</translation>
        </message>
        <message>
            <source>Esc</source>
            <translation>Esc</translation>
        </message>
        <message>
            <source>‹ Back to the list</source>
            <translation>‹ До списку</translation>
        </message>
    </context>
    <context>
        <name>ChildrenPage</name>
        <message>
            <source>Add</source>
            <translation>Додати</translation>
        </message>
        <message>
            <source>None yet. “Add” opens a form for the first one.</source>
            <translation>Ще нічого немає. «Додати» відкриє форму першого запису.</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Відкрити</translation>
        </message>
        <message>
            <source>Remove…</source>
            <translation>Вилучити…</translation>
        </message>
        <message>
            <source>untitled</source>
            <translation>без назви</translation>
        </message>
    </context>
    <context>
        <name>ChoiceEditor</name>
        <message>
            <source>type to find</source>
            <translation>почніть вводити</translation>
        </message>
    </context>
    <context>
        <name>Clashes</name>
        <message>
            <source>Place on the map</source>
            <translation>Місце на карті</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>і ще %n</numerusform>
                <numerusform>і ще %n</numerusform>
                <numerusform>і ще %n</numerusform>
            </translation>
        </message>
        <message>
            <source>blank</source>
            <translation>порожньо</translation>
        </message>
        <message>
            <source>no</source>
            <translation>ні</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>так</translation>
        </message>
        <message>
            <source>{field}: was {before}, now {theirs}, you have {mine}</source>
            <translation>{field}: було {before}, стало {theirs}, у вас {mine}</translation>
        </message>
        <message>
            <source>“{text}”</source>
            <translation>«{text}»</translation>
        </message>
    </context>
    <context>
        <name>CommitGuard</name>
        <message numerus="yes">
            <source>%n record(s) changed on the portal while you were editing and wait for your decision: {titles}</source>
            <translation>
                <numerusform>%n запис змінився на порталі, поки ви його редагували, і чекає на ваше рішення: {titles}</numerusform>
                <numerusform>%n записи змінилися на порталі, поки ви їх редагували, і чекають на ваше рішення: {titles}</numerusform>
                <numerusform>%n записів змінилися на порталі, поки ви їх редагували, і чекають на ваше рішення: {titles}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) were changed by another program while you were editing. Your values were kept.</source>
            <translation>
                <numerusform>%n запис змінила інша програма, поки ви його редагували. Збережено ваші значення.</numerusform>
                <numerusform>%n записи змінила інша програма, поки ви їх редагували. Збережено ваші значення.</numerusform>
                <numerusform>%n записів змінила інша програма, поки ви їх редагували. Збережено ваші значення.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) were deleted while you were editing, so these edits cannot be saved. Copy them as new records, or discard the edits.</source>
            <translation>
                <numerusform>%n запис вилучено, поки ви його редагували, тому ці зміни не можна зберегти. Скопіюйте його як новий запис або відмовтеся від змін.</numerusform>
                <numerusform>%n записи вилучено, поки ви їх редагували, тому ці зміни не можна зберегти. Скопіюйте їх як нові записи або відмовтеся від змін.</numerusform>
                <numerusform>%n записів вилучено, поки ви їх редагували, тому ці зміни не можна зберегти. Скопіюйте їх як нові записи або відмовтеся від змін.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ConflictChoices</name>
        <message numerus="yes">
            <source>%n record(s) deleted with it come back</source>
            <translation>
                <numerusform>%n запис, вилучений разом із ним, повернеться</numerusform>
                <numerusform>%n записи, вилучені разом із ним, повернуться</numerusform>
                <numerusform>%n записів, вилучених разом із ним, повернуться</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) that hang off it go with it</source>
            <translation>
                <numerusform>%n запис, що належить до нього, піде разом із ним</numerusform>
                <numerusform>%n записи, що належать до нього, підуть разом із ним</numerusform>
                <numerusform>%n записів, що належать до нього, підуть разом із ним</numerusform>
            </translation>
        </message>
        <message>
            <source>Before</source>
            <translation>Було</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>Поле</translation>
        </message>
        <message>
            <source>Mine</source>
            <translation>Моє</translation>
        </message>
        <message>
            <source>Mine on the map: whole line, circle</source>
            <translation>Моє на карті: суцільна лінія, коло</translation>
        </message>
        <message>
            <source>Portal's</source>
            <translation>На порталі</translation>
        </message>
        <message>
            <source>Portal's on the map: broken line, cross</source>
            <translation>З порталу на карті: штрихова лінія, хрестик</translation>
        </message>
        <message>
            <source>The record</source>
            <translation>Запис</translation>
        </message>
        <message>
            <source>delete it here, too</source>
            <translation>вилучити і тут</translation>
        </message>
        <message>
            <source>delete it on the portal, too</source>
            <translation>вилучити і на порталі</translation>
        </message>
        <message>
            <source>keep it as a new record: the old one is out of your view there</source>
            <translation>залишити як новий запис: старого ви на порталі вже не бачите</translation>
        </message>
        <message>
            <source>keep it: it comes back here</source>
            <translation>залишити: запис повернеться сюди</translation>
        </message>
        <message>
            <source>keep it: it is made again on the portal</source>
            <translation>залишити: запис буде знову створено на порталі</translation>
        </message>
        <message>
            <source>mine</source>
            <translation>моє</translation>
        </message>
        <message>
            <source>not known</source>
            <translation>невідомо</translation>
        </message>
        <message>
            <source>portal's</source>
            <translation>з порталу</translation>
        </message>
        <message>
            <source>there on both sides</source>
            <translation>був з обох боків</translation>
        </message>
    </context>
    <context>
        <name>ConflictDesk</name>
        <message numerus="yes">
            <source>%n conflict(s) settled</source>
            <translation>
                <numerusform>Розв’язано %n конфлікт</numerusform>
                <numerusform>Розв’язано %n конфлікти</numerusform>
                <numerusform>Розв’язано %n конфліктів</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n left as they are</source>
            <translation>
                <numerusform>%n залишено як є</numerusform>
                <numerusform>%n залишено як є</numerusform>
                <numerusform>%n залишено як є</numerusform>
            </translation>
        </message>
        <message>
            <source>Looking through the conflicts</source>
            <translation>Перегляд конфліктів</translation>
        </message>
        <message>
            <source>Settling conflicts</source>
            <translation>Розв’язання конфліктів</translation>
        </message>
        <message>
            <source>Settling stopped on a fault of the program. Conflicts that are still listed were not changed.</source>
            <translation>Розв’язання зупинила помилка програми. Конфлікти, що лишилися в переліку, не змінено.</translation>
        </message>
        <message>
            <source>The record has edits in its layer that are not saved. Save or discard them there, then settle it.</source>
            <translation>У шарі цього запису є незбережені правки. Збережіть або відкиньте їх там, а тоді розв’яжіть конфлікт.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Скасувати</translation>
        </message>
    </context>
    <context>
        <name>ConflictList</name>
        <message numerus="yes">
            <source>%n conflict(s)</source>
            <translation>
                <numerusform>%n конфлікт</numerusform>
                <numerusform>%n конфлікти</numerusform>
                <numerusform>%n конфліктів</numerusform>
            </translation>
        </message>
        <message>
            <source>All fields</source>
            <translation>Усі поля</translation>
        </message>
        <message>
            <source>All kinds of conflicts</source>
            <translation>Усі види конфліктів</translation>
        </message>
        <message>
            <source>All kinds of records</source>
            <translation>Усі види записів</translation>
        </message>
        <message>
            <source>Conflicts</source>
            <translation>Конфлікти</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>Поле</translation>
        </message>
        <message>
            <source>Kind of conflict</source>
            <translation>Вид конфлікту</translation>
        </message>
        <message>
            <source>Kind of record</source>
            <translation>Вид запису</translation>
        </message>
    </context>
    <context>
        <name>ConflictsWindow</name>
        <message>
            <source>&amp;Apply</source>
            <translation>&amp;Застосувати</translation>
        </message>
        <message>
            <source>&amp;Close</source>
            <translation>За&amp;крити</translation>
        </message>
        <message>
            <source>&amp;Open Record…</source>
            <translation>&amp;Відкрити запис…</translation>
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation>&amp;Скасувати</translation>
        </message>
        <message>
            <source>All &amp;Mine</source>
            <translation>Усе &amp;моє</translation>
        </message>
        <message>
            <source>All the &amp;Portal's</source>
            <translation>Усе з &amp;порталу</translation>
        </message>
        <message>
            <source>Both sides have become the same meanwhile. Apply ends the conflict.</source>
            <translation>Тим часом обидві сторони зрівнялися. «Застосувати» завершить конфлікт.</translation>
        </message>
        <message>
            <source>Conflicts</source>
            <translation>Конфлікти</translation>
        </message>
        <message>
            <source>Settle A&amp;ll Like This…</source>
            <translation>Розв’язати всі &amp;так само…</translation>
        </message>
        <message>
            <source>Show on Map</source>
            <translation>Показати на карті</translation>
        </message>
        <message>
            <source>The record was deleted here and changed on the portal.</source>
            <translation>Тут запис вилучено, а на порталі його змінено.</translation>
        </message>
        <message>
            <source>The record was deleted on both sides.</source>
            <translation>Запис вилучено з обох боків.</translation>
        </message>
        <message>
            <source>The record was deleted on the portal and changed here.</source>
            <translation>На порталі запис вилучено, а тут його змінено.</translation>
        </message>
        <message>
            <source>The record was deleted on the portal or moved out of your view, and changed here.</source>
            <translation>Запис вилучено на порталі або його більше вам не видно, а тут його змінено.</translation>
        </message>
        <message>
            <source>There are no conflicts.</source>
            <translation>Конфліктів немає.</translation>
        </message>
        <message>
            <source>This record was made on both sides, with different values.</source>
            <translation>Цей запис створено з обох боків із різними значеннями.</translation>
        </message>
        <message>
            <source>This record, or the portal's version of it, has changed. Look at the values again.</source>
            <translation>Цей запис або його версія на порталі змінилися. Перегляньте значення ще раз.</translation>
        </message>
        <message>
            <source>You and somebody else changed the same fields. What only one of you changed is merged.</source>
            <translation>Ви і хтось інший змінили ті самі поля. Те, що змінив лише один із вас, об’єднано.</translation>
        </message>
        <message>
            <source>You deleted the record, but others added to it what you had not seen. Receive first, so that it is listed here; then delete all of it, or keep it.</source>
            <translation>Ви вилучили запис, але інші додали до нього те, чого ви не бачили. Спершу отримайте зміни, щоб побачити це тут, тоді вилучіть усе або залиште запис.</translation>
        </message>
        <message>
            <source>Your changes and the portal's are right each, but not together. Choose, or open the record, correct it, and choose then.</source>
            <translation>Ваші зміни і зміни на порталі правильні окремо, але не разом. Виберіть або відкрийте запис, виправте його, а тоді виберіть.</translation>
        </message>
        <message>
            <source>mine</source>
            <translation>моє</translation>
        </message>
        <message>
            <source>mine on the map</source>
            <translation>моє на карті</translation>
        </message>
        <message>
            <source>the portal's</source>
            <translation>з порталу</translation>
        </message>
        <message>
            <source>the portal's on the map</source>
            <translation>з порталу на карті</translation>
        </message>
    </context>
    <context>
        <name>ConnectionTest</name>
        <message>
            <source>Asking the portal…</source>
            <translation>Запитую портал…</translation>
        </message>
        <message>
            <source>Test Connection…</source>
            <translation>Перевірити з’єднання…</translation>
        </message>
    </context>
    <context>
        <name>DateEditor</name>
        <message>
            <source>Calendar</source>
            <translation>Календар</translation>
        </message>
        <message>
            <source>Calendar (Alt+Down)</source>
            <translation>Календар (Alt+↓)</translation>
        </message>
        <message>
            <source>year-month-day</source>
            <translation>день.місяць.рік</translation>
        </message>
    </context>
    <context>
        <name>ExchangePanel</name>
        <message numerus="yes">
            <source>%n conflict(s)</source>
            <translation>
                <numerusform>%n конфлікт</numerusform>
                <numerusform>%n конфлікти</numerusform>
                <numerusform>%n конфліктів</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n held until their parents arrive</source>
            <translation>
                <numerusform>%n притримано до прийняття пов’язаного запису</numerusform>
                <numerusform>%n притримано до прийняття пов’язаних записів</numerusform>
                <numerusform>%n притримано до прийняття пов’язаних записів</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n left alone, being edited</source>
            <translation>
                <numerusform>%n не зачеплено, бо його редагують</numerusform>
                <numerusform>%n не зачеплено, бо їх редагують</numerusform>
                <numerusform>%n не зачеплено, бо їх редагують</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n merged</source>
            <translation>
                <numerusform>об’єднано %n</numerusform>
                <numerusform>об’єднано %n</numerusform>
                <numerusform>об’єднано %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of others passed on</source>
            <translation>
                <numerusform>чужих передано: %n</numerusform>
                <numerusform>чужих передано: %n</numerusform>
                <numerusform>чужих передано: %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of others waiting to be passed on</source>
            <translation>
                <numerusform>чужих чекає на передання: %n</numerusform>
                <numerusform>чужих чекає на передання: %n</numerusform>
                <numerusform>чужих чекає на передання: %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n received</source>
            <translation>
                <numerusform>отримано %n</numerusform>
                <numerusform>отримано %n</numerusform>
                <numerusform>отримано %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) sent</source>
            <translation>
                <numerusform>надіслано %n запис</numerusform>
                <numerusform>надіслано %n записи</numerusform>
                <numerusform>надіслано %n записів</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n refused</source>
            <translation>
                <numerusform>відхилено %n</numerusform>
                <numerusform>відхилено %n</numerusform>
                <numerusform>відхилено %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n still waiting</source>
            <translation>
                <numerusform>%n ще чекає</numerusform>
                <numerusform>%n ще чекають</numerusform>
                <numerusform>%n ще чекають</numerusform>
            </translation>
        </message>
        <message>
            <source>Bundles of others</source>
            <translation>Пакети інших</translation>
        </message>
        <message>
            <source>Cancelled. {rest}</source>
            <translation>Скасовано. {rest}</translation>
        </message>
        <message>
            <source>Conflicts ({count})</source>
            <translation>Конфлікти ({count})</translation>
        </message>
        <message>
            <source>Exchange with the portal</source>
            <translation>Обмін із порталом</translation>
        </message>
        <message>
            <source>Last sync {moment}.</source>
            <translation>Останній обмін {moment}.</translation>
        </message>
        <message>
            <source>Nothing has been sent or received yet. Send does both.</source>
            <translation>Ще нічого не надіслано й не отримано. Кнопка «Надіслати» робить і те, і те.</translation>
        </message>
        <message>
            <source>Nothing new on either side.</source>
            <translation>Нічого нового з обох боків.</translation>
        </message>
        <message>
            <source>Nothing of the sample is ever sent. A workspace of your own sends and receives.</source>
            <translation>Із зразка нічого не надсилається. Надсилати й отримувати можна у власному робочому просторі.</translation>
        </message>
        <message>
            <source>One side deleted the record, the other changed it</source>
            <translation>Один бік вилучив запис, інший його змінив</translation>
        </message>
        <message>
            <source>Place on the map</source>
            <translation>Місце на карті</translation>
        </message>
        <message>
            <source>Records that you have not seen hang off what you deleted</source>
            <translation>До вилученого вами належать записи, яких ви ще не бачили</translation>
        </message>
        <message>
            <source>Refused ({count})</source>
            <translation>Відхилено ({count})</translation>
        </message>
        <message>
            <source>Sent and received</source>
            <translation>Надіслано й отримано</translation>
        </message>
        <message>
            <source>The last sync</source>
            <translation>Останній обмін</translation>
        </message>
        <message>
            <source>The portal has this record with other values: {fields}</source>
            <translation>На порталі цей запис має інші значення: {fields}</translation>
        </message>
        <message>
            <source>You and somebody else changed: {fields}</source>
            <translation>Ви і хтось інший змінили: {fields}</translation>
        </message>
        <message>
            <source>Your change and the portal's do not fit together: {fields}</source>
            <translation>Ваша зміна і зміна на порталі не узгоджуються: {fields}</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>і ще %n</numerusform>
                <numerusform>і ще %n</numerusform>
                <numerusform>і ще %n</numerusform>
            </translation>
        </message>
        <message>
            <source>answered by the portal</source>
            <translation>портал відповів</translation>
        </message>
        <message>
            <source>ready to be sent</source>
            <translation>готово до надсилання</translation>
        </message>
        <message>
            <source>refused as a whole, waits again</source>
            <translation>відхилено цілком, знову чекає</translation>
        </message>
        <message>
            <source>sent, answer not known yet</source>
            <translation>надіслано, відповідь ще невідома</translation>
        </message>
        <message>
            <source>withdrawn, waits again</source>
            <translation>відкликано, знову чекає</translation>
        </message>
        <message numerus="yes">
            <source>↑ %n record(s), {size}: {state}</source>
            <translation>
                <numerusform>↑ %n запис, {size}: {state}</numerusform>
                <numerusform>↑ %n записи, {size}: {state}</numerusform>
                <numerusform>↑ %n записів, {size}: {state}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>↓ %n record(s) received, {applied} changed here</source>
            <translation>
                <numerusform>↓ отримано %n запис, змінено тут: {applied}</numerusform>
                <numerusform>↓ отримано %n записи, змінено тут: {applied}</numerusform>
                <numerusform>↓ отримано %n записів, змінено тут: {applied}</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Export</name>
        <message numerus="yes">
            <source>%n record(s) exported to {names}</source>
            <translation>
                <numerusform>Експортовано %n запис: {names}</numerusform>
                <numerusform>Експортовано %n записи: {names}</numerusform>
                <numerusform>Експортовано %n записів: {names}</numerusform>
            </translation>
        </message>
        <message>
            <source>Excel workbook</source>
            <translation>Книга Excel</translation>
        </message>
        <message>
            <source>Export the Selected Records</source>
            <translation>Експорт вибраних записів</translation>
        </message>
        <message>
            <source>Export to {name}</source>
            <translation>Експорт до {name}</translation>
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
            <translation>Широта</translation>
        </message>
        <message>
            <source>Longitude</source>
            <translation>Довгота</translation>
        </message>
        <message>
            <source>Open Folder</source>
            <translation>Відкрити папку</translation>
        </message>
        <message>
            <source>Place (WKT)</source>
            <translation>Місце (WKT)</translation>
        </message>
        <message>
            <source>Table as text (CSV)</source>
            <translation>Таблиця як текст (CSV)</translation>
        </message>
        <message>
            <source>Territory</source>
            <translation>Територія</translation>
        </message>
        <message>
            <source>The export stopped on a fault of the program; no file was written.</source>
            <translation>Експорт зупинився через помилку програми; файл не записано.</translation>
        </message>
        <message>
            <source>The export was cancelled; no file was written.</source>
            <translation>Експорт скасовано; файл не записано.</translation>
        </message>
        <message numerus="yes">
            <source>The place of %n of them is not public: mind whom you give it.</source>
            <translation>
                <numerusform>Місце %n з них не публічне: зважайте, кому передаєте файл.</numerusform>
                <numerusform>Місце %n із них не публічне: зважайте, кому передаєте файл.</numerusform>
                <numerusform>Місце %n із них не публічне: зважайте, кому передаєте файл.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ExportBundleDialog</name>
        <message numerus="yes">
            <source>%n edit(s) of earlier bundles have no answer yet and go along again.</source>
            <translation>
                <numerusform>%n зміна з попередніх пакетів ще без відповіді й піде знову.</numerusform>
                <numerusform>%n зміни з попередніх пакетів ще без відповіді й підуть знову.</numerusform>
                <numerusform>%n змін із попередніх пакетів ще без відповіді й підуть знову.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n edit(s) wait. Another workspace passes them on to the portal.</source>
            <translation>
                <numerusform>Чекає %n зміна. На портал її передасть інший робочий простір.</numerusform>
                <numerusform>Чекають %n зміни. На портал їх передасть інший робочий простір.</numerusform>
                <numerusform>Чекає %n змін. На портал їх передасть інший робочий простір.</numerusform>
            </translation>
        </message>
        <message>
            <source>Browse…</source>
            <translation>Огляд…</translation>
        </message>
        <message>
            <source>Bundles of Vidbudova (*.vidbudova)</source>
            <translation>Пакети Відбудови (*.vidbudova)</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>Choose the file first.</source>
            <translation>Спершу виберіть файл.</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>Експортувати</translation>
        </message>
        <message>
            <source>Export bundle</source>
            <translation>Експорт пакета</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Файл</translation>
        </message>
        <message>
            <source>Not signed: the portal will mark the author as claimed. The first exchange with the portal makes a key.</source>
            <translation>Без підпису: портал позначить автора як заявленого. Ключ створить перший обмін із порталом.</translation>
        </message>
        <message>
            <source>Not to be had on this computer: the Python package “cryptography” is missing. It is installed along with QGIS (OSGeo4W: python3-cryptography) or by pip install cryptography.</source>
            <translation>На цьому комп’ютері недоступно: немає пакета Python «cryptography». Його встановлюють разом із QGIS (OSGeo4W: python3-cryptography) або командою pip install cryptography.</translation>
        </message>
        <message>
            <source>Once more</source>
            <translation>Ще раз</translation>
        </message>
        <message>
            <source>Only who knows the passphrase can open the file. Tell it by another way than the file.</source>
            <translation>Відкриє файл лише той, хто знає фразу. Передайте її іншим шляхом, ніж файл.</translation>
        </message>
        <message>
            <source>Passphrase</source>
            <translation>Парольна фраза</translation>
        </message>
        <message>
            <source>Seal with a passphrase</source>
            <translation>Захистити парольною фразою</translation>
        </message>
        <message numerus="yes">
            <source>The passphrase is too short: at least %n character(s).</source>
            <translation>
                <numerusform>Парольна фраза закоротка: потрібен щонайменше %n знак.</numerusform>
                <numerusform>Парольна фраза закоротка: потрібно щонайменше %n знаки.</numerusform>
                <numerusform>Парольна фраза закоротка: потрібно щонайменше %n знаків.</numerusform>
            </translation>
        </message>
        <message>
            <source>The two passphrases differ.</source>
            <translation>Дві фрази різні.</translation>
        </message>
        <message>
            <source>This computer's key signs the bundle: it proves that you made the edits.</source>
            <translation>Пакет підпише ключ цього комп’ютера: це доведе, що зміни ваші.</translation>
        </message>
        <message numerus="yes">
            <source>With the files of photos and documents (%n)</source>
            <translation>
                <numerusform>Разом із файлами фотографій і документів (%n)</numerusform>
                <numerusform>Разом із файлами фотографій і документів (%n)</numerusform>
                <numerusform>Разом із файлами фотографій і документів (%n)</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FaultLines</name>
        <message>
            <source>Error: {text}</source>
            <translation>Помилка: {text}</translation>
        </message>
        <message>
            <source>Hint: {text}</source>
            <translation>Підказка: {text}</translation>
        </message>
        <message>
            <source>Warning: {text}</source>
            <translation>Застереження: {text}</translation>
        </message>
    </context>
    <context>
        <name>FieldFiles</name>
        <message numerus="yes">
            <source>%n file(s) from the field taken into the workspace</source>
            <translation>
                <numerusform>%n файл із поля прийнято до робочого простору</numerusform>
                <numerusform>%n файли з поля прийнято до робочого простору</numerusform>
                <numerusform>%n файлів із поля прийнято до робочого простору</numerusform>
            </translation>
        </message>
        <message>
            <source>Photos from the field</source>
            <translation>Фотографії з поля</translation>
        </message>
    </context>
    <context>
        <name>FieldRow</name>
        <message>
            <source>Needed before the record can be submitted</source>
            <translation>Потрібно, щоб подати запис</translation>
        </message>
    </context>
    <context>
        <name>FileButtons</name>
        <message>
            <source>Add Files…</source>
            <translation>Додати файли…</translation>
        </message>
        <message>
            <source>Can be undone (Del)</source>
            <translation>Можна скасувати (Del)</translation>
        </message>
        <message>
            <source>Caption</source>
            <translation>Підпис</translation>
        </message>
        <message>
            <source>Fetch</source>
            <translation>Отримати</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Відкрити</translation>
        </message>
        <message>
            <source>Open Outside</source>
            <translation>Відкрити окремо</translation>
        </message>
        <message>
            <source>Opens a copy with the program that this computer has for such files</source>
            <translation>Відкриває копію програмою, яка є для таких файлів на цьому комп’ютері</translation>
        </message>
        <message>
            <source>Paste</source>
            <translation>Вставити</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Вилучити</translation>
        </message>
        <message>
            <source>Send Again</source>
            <translation>Надіслати ще раз</translation>
        </message>
        <message>
            <source>The place where the photo was taken becomes the record's place</source>
            <translation>Місце, де зроблено знімок, стане місцем запису</translation>
        </message>
        <message>
            <source>Turn Left</source>
            <translation>Повернути ліворуч</translation>
        </message>
        <message>
            <source>Turn Right</source>
            <translation>Повернути праворуч</translation>
        </message>
        <message>
            <source>Use Its Place</source>
            <translation>Взяти місце</translation>
        </message>
        <message>
            <source>View</source>
            <translation>Переглянути</translation>
        </message>
    </context>
    <context>
        <name>FileList</name>
        <message>
            <source>cannot be shown here</source>
            <translation>тут показати не можна</translation>
        </message>
    </context>
    <context>
        <name>Files</name>
        <message>
            <source> (reduced; the original stays here)</source>
            <translation> (зменшена копія; оригінал лишається тут)</translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) not taken: see the record's form</source>
            <translation>
                <numerusform>%n файл не прийнято: див. форму запису</numerusform>
                <numerusform>%n файли не прийнято: див. форму запису</numerusform>
                <numerusform>%n файлів не прийнято: див. форму запису</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) wait to be fetched</source>
            <translation>
                <numerusform>%n файл чекає на отримання</numerusform>
                <numerusform>%n файли чекають на отримання</numerusform>
                <numerusform>%n файлів чекають на отримання</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) wait to be sent</source>
            <translation>
                <numerusform>%n файл чекає на надсилання</numerusform>
                <numerusform>%n файли чекають на надсилання</numerusform>
                <numerusform>%n файлів чекають на надсилання</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) wait: metered connection</source>
            <translation>
                <numerusform>%n файл чекає: лімітоване з’єднання</numerusform>
                <numerusform>%n файли чекають: лімітоване з’єднання</numerusform>
                <numerusform>%n файлів чекають: лімітоване з’єднання</numerusform>
            </translation>
        </message>
        <message>
            <source>All files are here already.</source>
            <translation>Усі файли вже тут.</translation>
        </message>
        <message numerus="yes">
            <source>Fetching {name}: {done} %, %n more file(s)</source>
            <translation>
                <numerusform>Отримую {name}: {done} %, ще %n файл</numerusform>
                <numerusform>Отримую {name}: {done} %, ще %n файли</numerusform>
                <numerusform>Отримую {name}: {done} %, ще %n файлів</numerusform>
            </translation>
        </message>
        <message>
            <source>Opening a file</source>
            <translation>Відкриття файлу</translation>
        </message>
        <message>
            <source>Photos and documents</source>
            <translation>Фотографії та документи</translation>
        </message>
        <message>
            <source>Sending files stopped on a fault of the program.</source>
            <translation>Надсилання файлів зупинилося через помилку програми.</translation>
        </message>
        <message numerus="yes">
            <source>Sending {name}: {done} %, %n more file(s)</source>
            <translation>
                <numerusform>Надсилаю {name}: {done} %, ще %n файл</numerusform>
                <numerusform>Надсилаю {name}: {done} %, ще %n файли</numerusform>
                <numerusform>Надсилаю {name}: {done} %, ще %n файлів</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>about %n minute(s)</source>
            <translation>
                <numerusform>близько %n хвилини</numerusform>
                <numerusform>близько %n хвилин</numerusform>
                <numerusform>близько %n хвилин</numerusform>
            </translation>
        </message>
        <message>
            <source>here, from the portal</source>
            <translation>тут, з порталу</translation>
        </message>
        <message>
            <source>not taken</source>
            <translation>не прийнято</translation>
        </message>
        <message>
            <source>on the portal</source>
            <translation>на порталі</translation>
        </message>
        <message>
            <source>on the portal, not here</source>
            <translation>на порталі, не тут</translation>
        </message>
        <message>
            <source>on the portal, the original follows</source>
            <translation>на порталі, оригінал надійде згодом</translation>
        </message>
        <message>
            <source>sending</source>
            <translation>надсилається</translation>
        </message>
        <message>
            <source>taken {day}</source>
            <translation>знято {day}</translation>
        </message>
        <message>
            <source>waiting</source>
            <translation>чекає</translation>
        </message>
    </context>
    <context>
        <name>FilesBar</name>
        <message>
            <source>Send</source>
            <translation>Надіслати</translation>
        </message>
        <message>
            <source>Send files</source>
            <translation>Надіслати файли</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Зупинити</translation>
        </message>
        <message>
            <source>Stop sending files</source>
            <translation>Зупинити надсилання файлів</translation>
        </message>
    </context>
    <context>
        <name>FilesPage</name>
        <message numerus="yes">
            <source>%n file(s) added</source>
            <translation>
                <numerusform>Додано %n файл</numerusform>
                <numerusform>Додано %n файли</numerusform>
                <numerusform>Додано %n файлів</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) are removed.</source>
            <translation>
                <numerusform>Вилучено %n файл.</numerusform>
                <numerusform>Вилучено %n файли.</numerusform>
                <numerusform>Вилучено %n файлів.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) will be added once the record is saved.</source>
            <translation>
                <numerusform>%n файл буде додано, щойно запис збережеться.</numerusform>
                <numerusform>%n файли буде додано, щойно запис збережеться.</numerusform>
                <numerusform>%n файлів буде додано, щойно запис збережеться.</numerusform>
            </translation>
        </message>
        <message>
            <source>Add Files</source>
            <translation>Додати файли</translation>
        </message>
        <message>
            <source>Adding files</source>
            <translation>Додавання файлів</translation>
        </message>
        <message>
            <source>Adding files: {done} of {all}</source>
            <translation>Додаються файли: {done} з {all}</translation>
        </message>
        <message>
            <source>Adding files…</source>
            <translation>Додаються файли…</translation>
        </message>
        <message>
            <source>All files</source>
            <translation>Усі файли</translation>
        </message>
        <message>
            <source>Drop photos and documents here, paste them with Ctrl+V, or choose them with “Add Files…”. They are copied into the workspace.</source>
            <translation>Перетягніть сюди фотографії та документи, вставте їх через Ctrl+V або виберіть кнопкою «Додати файли…». Їх буде скопійовано в робочий простір.</translation>
        </message>
        <message>
            <source>Only files of this computer can be added: save the picture first, then add it.</source>
            <translation>Додати можна лише файли з цього комп’ютера: спершу збережіть зображення, а тоді додайте його.</translation>
        </message>
        <message>
            <source>Photos and documents</source>
            <translation>Фотографії та документи</translation>
        </message>
        <message>
            <source>Small pictures</source>
            <translation>Зменшені зображення</translation>
        </message>
        <message>
            <source>The file is being fetched from the portal.</source>
            <translation>Файл завантажується з порталу.</translation>
        </message>
        <message>
            <source>The files could not be added: a fault of the program.</source>
            <translation>Файли не вдалося додати: помилка програми. Подробиці в журналі.</translation>
        </message>
        <message>
            <source>The photo could not be turned: a fault of the program.</source>
            <translation>Фотографію не вдалося повернути: помилка програми. Подробиці в журналі.</translation>
        </message>
        <message>
            <source>The photo's place is in the field of the place now: look at it, then save the record.</source>
            <translation>Місце фотографії тепер у полі місця: перегляньте його і збережіть запис.</translation>
        </message>
        <message>
            <source>There is neither a file nor a picture in the clipboard.</source>
            <translation>У буфері обміну немає ні файлу, ні зображення.</translation>
        </message>
        <message>
            <source>Try Again</source>
            <translation>Спробувати ще раз</translation>
        </message>
        <message>
            <source>Turning photos</source>
            <translation>Повертання фотографій</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>Use Its Place</source>
            <translation>Взяти місце</translation>
        </message>
        <message>
            <source>pasted picture</source>
            <translation>вставлене зображення</translation>
        </message>
        <message>
            <source>“{name}” is added and goes to the portal as it is, but this QGIS cannot show it or make a smaller copy. On an iPhone choose Settings ▸ Camera ▸ Formats ▸ Most Compatible to get JPEG.</source>
            <translation>«{name}» додано, і на портал файл піде як є, але цей QGIS не може ні показати його, ні зробити зменшену копію. Щоб iPhone знімав у JPEG, виберіть Параметри ▸ Камера ▸ Формати ▸ Найсумісніший.</translation>
        </message>
        <message>
            <source>“{name}” is removed.</source>
            <translation>«{name}» вилучено.</translation>
        </message>
        <message>
            <source>“{name}” knows where it was taken. That can become the record's place.</source>
            <translation>У «{name}» записано, де зроблено знімок. Це може стати місцем запису.</translation>
        </message>
    </context>
    <context>
        <name>FilterPanel</name>
        <message>
            <source>All</source>
            <translation>Усі</translation>
        </message>
        <message>
            <source>Captured</source>
            <translation>Внесено</translation>
        </message>
        <message>
            <source>Captured by {name}</source>
            <translation>Хто вніс: {name}</translation>
        </message>
        <message>
            <source>Clear Filters</source>
            <translation>Скинути фільтри</translation>
        </message>
        <message>
            <source>Group by hromada</source>
            <translation>Групувати за громадами</translation>
        </message>
        <message>
            <source>Hromada</source>
            <translation>Громада</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Вид</translation>
        </message>
        <message>
            <source>Only mine</source>
            <translation>Лише мої</translation>
        </message>
        <message>
            <source>Only with problems</source>
            <translation>Лише з помилками</translation>
        </message>
        <message>
            <source>Order</source>
            <translation>Порядок</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>Квартал</translation>
        </message>
        <message>
            <source>Say in the settings who you are; records that you capture from then on are yours.</source>
            <translation>Вкажіть у налаштуваннях, хто ви: записи, внесені відтоді, будуть вашими.</translation>
        </message>
        <message>
            <source>Sector</source>
            <translation>Сектор</translation>
        </message>
        <message>
            <source>Sync state</source>
            <translation>Обмін</translation>
        </message>
        <message>
            <source>Workflow</source>
            <translation>Стан</translation>
        </message>
    </context>
    <context>
        <name>FormBar</name>
        <message numerus="yes">
            <source>%n field(s) left before submitting</source>
            <translation>
                <numerusform>до подання лишилося %n поле</numerusform>
                <numerusform>до подання лишилося %n поля</numerusform>
                <numerusform>до подання лишилося %n полів</numerusform>
            </translation>
        </message>
        <message>
            <source>Back to Draft</source>
            <translation>Назад у чернетку</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Закрити</translation>
        </message>
        <message>
            <source>Ctrl+Enter; what tends to repeat is kept for the next record</source>
            <translation>Ctrl+Enter; те, що зазвичай повторюється, лишається для наступного запису</translation>
        </message>
        <message>
            <source>Ctrl+S</source>
            <translation>Ctrl+S</translation>
        </message>
        <message>
            <source>Duplicate</source>
            <translation>Дублювати</translation>
        </message>
        <message>
            <source>Ready to Submit</source>
            <translation>Готово до подання</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Зберегти</translation>
        </message>
        <message>
            <source>Save and Next</source>
            <translation>Зберегти й далі</translation>
        </message>
        <message>
            <source>ready to be submitted</source>
            <translation>можна подавати</translation>
        </message>
        <message>
            <source>the workspace can only be read</source>
            <translation>робочий простір лише для читання</translation>
        </message>
    </context>
    <context>
        <name>FormHistory</name>
        <message>
            <source>Cancel</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>Go Back</source>
            <translation>Повернутися</translation>
        </message>
        <message>
            <source>Go back to version {number}?</source>
            <translation>Повернутися до версії {number}?</translation>
        </message>
        <message>
            <source>Save or discard what you have typed first.</source>
            <translation>Спершу збережіть або відкиньте набране.</translation>
        </message>
        <message>
            <source>The portal's history of this record is included.</source>
            <translation>Історію цього запису на порталі долучено.</translation>
        </message>
        <message>
            <source>The record is already what it was in this version.</source>
            <translation>Запис уже такий, яким був у цій версії.</translation>
        </message>
        <message>
            <source>This is saved as a new change, which waits to be sent:</source>
            <translation>Це буде збережено як нову зміну, що чекатиме на надсилання:</translation>
        </message>
    </context>
    <context>
        <name>FormPages</name>
        <message numerus="yes">
            <source>%n record(s)</source>
            <translation>
                <numerusform>%n запис</numerusform>
                <numerusform>%n записи</numerusform>
                <numerusform>%n записів</numerusform>
            </translation>
        </message>
        <message>
            <source>History</source>
            <translation>Історія</translation>
        </message>
        <message>
            <source>Not saved: the place is not settled. Take it, mend it or clear it.</source>
            <translation>Не збережено: місце ще не визначено. Прийміть його, виправте або приберіть.</translation>
        </message>
        <message>
            <source>Saved, except for the place. Take it, mend it or clear it.</source>
            <translation>Збережено все, крім місця. Прийміть його, виправте або приберіть.</translation>
        </message>
        <message>
            <source>has errors</source>
            <translation>є помилки</translation>
        </message>
        <message>
            <source>has warnings</source>
            <translation>є застереження</translation>
        </message>
        <message>
            <source>{filled} of {asked} filled</source>
            <translation>заповнено {filled} з {asked}</translation>
        </message>
    </context>
    <context>
        <name>GeometryEditor</name>
        <message numerus="yes">
            <source>%n vertices</source>
            <translation>
                <numerusform>%n вершина</numerusform>
                <numerusform>%n вершини</numerusform>
                <numerusform>%n вершин</numerusform>
            </translation>
        </message>
        <message>
            <source>Area</source>
            <translation>Ділянка</translation>
        </message>
        <message>
            <source>Area on Map</source>
            <translation>Ділянка на карті</translation>
        </message>
        <message>
            <source>Centre of the Settlement</source>
            <translation>Центр населеного пункту</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>Прибрати</translation>
        </message>
        <message>
            <source>Clear the place</source>
            <translation>Прибрати місце</translation>
        </message>
        <message>
            <source>Collection of geometries</source>
            <translation>Набір геометрій</translation>
        </message>
        <message>
            <source>Coordinates</source>
            <translation>Координати</translation>
        </message>
        <message>
            <source>Degrees, degrees with minutes and seconds, metres of a coordinate system, or a link from a map: type or paste them, Enter takes the place. A list of corners becomes a line or an area.</source>
            <translation>Градуси, градуси з мінутами й секундами, метри системи координат або посилання з карти: уведіть чи вставте їх, Enter приймає місце. Список точок стає лінією або ділянкою.</translation>
        </message>
        <message>
            <source>Empty geometry</source>
            <translation>Порожня геометрія</translation>
        </message>
        <message>
            <source>GPS Position</source>
            <translation>Місце за GPS</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>Лінія</translation>
        </message>
        <message>
            <source>Line on Map</source>
            <translation>Лінія на карті</translation>
        </message>
        <message>
            <source>Not placed yet</source>
            <translation>Місце ще не позначено</translation>
        </message>
        <message>
            <source>Other Ways</source>
            <translation>Інші способи</translation>
        </message>
        <message>
            <source>Other ways to the place</source>
            <translation>Інші способи вказати місце</translation>
        </message>
        <message>
            <source>Place of a Photo…</source>
            <translation>Місце з фотографії…</translation>
        </message>
        <message>
            <source>Point on Map</source>
            <translation>Точка на карті</translation>
        </message>
        <message>
            <source>Points</source>
            <translation>Точки</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Показати</translation>
        </message>
        <message>
            <source>Show the place on the map</source>
            <translation>Показати місце на карті</translation>
        </message>
        <message>
            <source>Where the photo was taken</source>
            <translation>Де зроблено фотографію</translation>
        </message>
        <message>
            <source>from {position}</source>
            <translation>від {position}</translation>
        </message>
        <message>
            <source>or coordinates, latitude first: 49.9935, 36.2304</source>
            <translation>або координати, спершу широта: 49,9935; 36,2304</translation>
        </message>
        <message>
            <source>≈ {n} ha</source>
            <translation>≈ {n} га</translation>
        </message>
        <message>
            <source>≈ {n} km</source>
            <translation>≈ {n} км</translation>
        </message>
        <message>
            <source>≈ {n} m</source>
            <translation>≈ {n} м</translation>
        </message>
        <message>
            <source>≈ {n} m²</source>
            <translation>≈ {n} м²</translation>
        </message>
    </context>
    <context>
        <name>Header</name>
        <message numerus="yes">
            <source>%n conflict(s)</source>
            <translation>
                <numerusform>%n конфлікт</numerusform>
                <numerusform>%n конфлікти</numerusform>
                <numerusform>%n конфліктів</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n refused</source>
            <translation>
                <numerusform>%n відхилено</numerusform>
                <numerusform>%n відхилено</numerusform>
                <numerusform>%n відхилено</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <translation>
                <numerusform>%n чекає</numerusform>
                <numerusform>%n чекають</numerusform>
                <numerusform>%n чекають</numerusform>
            </translation>
        </message>
        <message>
            <source>+ Need</source>
            <translation>+ Потреба</translation>
        </message>
        <message>
            <source>+ Project</source>
            <translation>+ Проєкт</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>More</source>
            <translation>Більше</translation>
        </message>
        <message>
            <source>New need</source>
            <translation>Нова потреба</translation>
        </message>
        <message>
            <source>New project</source>
            <translation>Новий проєкт</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Перебіг</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>Надіслати</translation>
        </message>
        <message>
            <source>Send and receive</source>
            <translation>Надіслати й отримати</translation>
        </message>
        <message>
            <source>Stop sending</source>
            <translation>Зупинити надсилання</translation>
        </message>
        <message>
            <source>all on the portal</source>
            <translation>усе на порталі</translation>
        </message>
        <message>
            <source>sending is on hold; see Settings</source>
            <translation>надсилання призупинено; див. «Налаштування»</translation>
        </message>
        <message>
            <source>waiting for the connection, will go on by itself</source>
            <translation>чекаю на зв’язок, продовжу сам</translation>
        </message>
    </context>
    <context>
        <name>HelpButton</name>
        <message>
            <source>Help</source>
            <translation>Довідка</translation>
        </message>
        <message>
            <source>Help (F1)</source>
            <translation>Довідка (F1)</translation>
        </message>
    </context>
    <context>
        <name>HelpWindow</name>
        <message>
            <source>Back</source>
            <translation>Назад</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Закрити</translation>
        </message>
        <message>
            <source>Contents</source>
            <translation>Зміст</translation>
        </message>
        <message>
            <source>Larger text</source>
            <translation>Більший текст</translation>
        </message>
        <message>
            <source>Nothing found. Try fewer words, or only their beginnings.</source>
            <translation>Нічого не знайдено. Спробуйте менше слів або лише їхній початок.</translation>
        </message>
        <message>
            <source>Open in Browser</source>
            <translation>Відкрити в браузері</translation>
        </message>
        <message>
            <source>Page</source>
            <translation>Сторінка</translation>
        </message>
        <message>
            <source>Search the help</source>
            <translation>Шукати в довідці</translation>
        </message>
        <message>
            <source>Smaller text</source>
            <translation>Менший текст</translation>
        </message>
        <message>
            <source>Vidbudova help</source>
            <translation>Довідка з «Відбудови»</translation>
        </message>
    </context>
    <context>
        <name>History</name>
        <message>
            <source>History of a record</source>
            <translation>Історія запису</translation>
        </message>
        <message>
            <source>Place on the map</source>
            <translation>Місце на карті</translation>
        </message>
        <message>
            <source>The portal's answer could not be read; the log has the details.</source>
            <translation>Відповідь порталу не вдалося прочитати; подробиці в журналі.</translation>
        </message>
        <message numerus="yes">
            <source>and %n more field(s)</source>
            <translation>
                <numerusform>і ще %n поле</numerusform>
                <numerusform>і ще %n поля</numerusform>
                <numerusform>і ще %n полів</numerusform>
            </translation>
        </message>
        <message>
            <source>{field}: changed</source>
            <translation>{field}: змінено</translation>
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
            <translation>Запитати портал</translation>
        </message>
        <message>
            <source>Asking the portal…</source>
            <translation>Запитуємо портал…</translation>
        </message>
        <message>
            <source>Go Back to This Version…</source>
            <translation>Повернутися до цієї версії…</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Історія</translation>
        </message>
        <message>
            <source>Not sent yet</source>
            <translation>Ще не надіслано</translation>
        </message>
        <message>
            <source>Nothing yet. Every change stands here from the first saving on.</source>
            <translation>Ще нічого немає. Зміни з’являтимуться тут від першого збереження.</translation>
        </message>
        <message>
            <source>What was changed then is not known here.</source>
            <translation>Що саме тоді змінили, тут невідомо.</translation>
        </message>
        <message>
            <source>Who changed what, the newest first. What came before this workspace, the portal knows.</source>
            <translation>Хто, коли й що змінив; найновіше вгорі. Що було до цього робочого простору, знає портал.</translation>
        </message>
        <message>
            <source>as it is now</source>
            <translation>так є зараз</translation>
        </message>
        <message>
            <source>created</source>
            <translation>створено</translation>
        </message>
        <message>
            <source>deleted</source>
            <translation>вилучено</translation>
        </message>
        <message>
            <source>no changes</source>
            <translation>без змін</translation>
        </message>
        <message>
            <source>no longer visible here</source>
            <translation>тут більше не видно</translation>
        </message>
        <message>
            <source>version {number}</source>
            <translation>версія {number}</translation>
        </message>
    </context>
    <context>
        <name>ImportBundleDialog</name>
        <message numerus="yes">
            <source>%n file(s), {size}</source>
            <translation>
                <numerusform>%n файл, {size}</numerusform>
                <numerusform>%n файли, {size}</numerusform>
                <numerusform>%n файлів, {size}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n part(s) are here already.</source>
            <translation>
                <numerusform>%n частина тут уже є.</numerusform>
                <numerusform>%n частини тут уже є.</numerusform>
                <numerusform>%n частин тут уже є.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n part(s) are left to the author: you may not pass all of it on.</source>
            <translation>
                <numerusform>%n частину залишено авторові: не все в ній ви можете передати.</numerusform>
                <numerusform>%n частини залишено авторові: не все в них ви можете передати.</numerusform>
                <numerusform>%n частин залишено авторові: не все в них ви можете передати.</numerusform>
            </translation>
        </message>
        <message>
            <source>By {author}, {moment}.</source>
            <translation>Автор: {author}, {moment}.</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>Імпортувати</translation>
        </message>
        <message>
            <source>Import bundle</source>
            <translation>Імпорт пакета</translation>
        </message>
        <message>
            <source>It is new here; the next exchange passes it on to the portal for its author.</source>
            <translation>Цього тут ще немає: наступний обмін передасть його на портал від імені автора.</translation>
        </message>
        <message>
            <source>It was made in this very workspace.</source>
            <translation>Його створено в цьому самому робочому просторі.</translation>
        </message>
        <message>
            <source>Not signed: that {author} made it is only claimed.</source>
            <translation>Без підпису: авторство ({author}) лише заявлене.</translation>
        </message>
        <message>
            <source>Nothing in it is new here.</source>
            <translation>Нового тут немає.</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Відкрити</translation>
        </message>
        <message>
            <source>Passphrase</source>
            <translation>Парольна фраза</translation>
        </message>
        <message>
            <source>Signed with a device's key; the portal checks whose it is.</source>
            <translation>Підписано ключем пристрою; чий він, перевірить портал.</translation>
        </message>
        <message>
            <source>The bundle is sealed with a passphrase. Ask its author for it.</source>
            <translation>Пакет захищено парольною фразою. Запитайте її в автора.</translation>
        </message>
        <message>
            <source>What is in the bundle</source>
            <translation>Що в пакеті</translation>
        </message>
        <message>
            <source>You may not pass it on: {reason}</source>
            <translation>Ви не можете цього передати: {reason}</translation>
        </message>
        <message numerus="yes">
            <source>{kind}: %n changed</source>
            <translation>
                <numerusform>{kind}: %n змінено</numerusform>
                <numerusform>{kind}: %n змінено</numerusform>
                <numerusform>{kind}: %n змінено</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{kind}: %n deleted</source>
            <translation>
                <numerusform>{kind}: %n вилучено</numerusform>
                <numerusform>{kind}: %n вилучено</numerusform>
                <numerusform>{kind}: %n вилучено</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{kind}: %n new</source>
            <translation>
                <numerusform>{kind}: %n нова</numerusform>
                <numerusform>{kind}: %n нові</numerusform>
                <numerusform>{kind}: %n нових</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Layers</name>
        <message>
            <source>(blank)</source>
            <translation>(не вказано)</translation>
        </message>
        <message>
            <source>At least {least}.</source>
            <translation>Щонайменше {least}.</translation>
        </message>
        <message>
            <source>At most {most} characters.</source>
            <translation>Щонайбільше {most} знаків.</translation>
        </message>
        <message>
            <source>Backdrop</source>
            <translation>Підкладка</translation>
        </message>
        <message>
            <source>Boundaries</source>
            <translation>Межі</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Файл</translation>
        </message>
        <message>
            <source>From {least} to {most}.</source>
            <translation>Від {least} до {most}.</translation>
        </message>
        <message>
            <source>Graticule</source>
            <translation>Картографічна сітка</translation>
        </message>
        <message>
            <source>Offline basemap</source>
            <translation>Офлайн-підкладка</translation>
        </message>
        <message>
            <source>Tables</source>
            <translation>Таблиці</translation>
        </message>
        <message>
            <source>Territory units</source>
            <translation>Одиниці території</translation>
        </message>
        <message>
            <source>Vidbudova</source>
            <translation>Відбудова</translation>
        </message>
        <message>
            <source>city district</source>
            <translation>район міста</translation>
        </message>
        <message>
            <source>hromada</source>
            <translation>громада</translation>
        </message>
        <message>
            <source>no priority</source>
            <translation>без пріоритету</translation>
        </message>
        <message>
            <source>no status</source>
            <translation>без стану</translation>
        </message>
        <message>
            <source>oblast</source>
            <translation>область</translation>
        </message>
        <message>
            <source>raion</source>
            <translation>район</translation>
        </message>
        <message>
            <source>settlement</source>
            <translation>населений пункт</translation>
        </message>
        <message>
            <source>{records}: areas</source>
            <translation>{records}: ділянки</translation>
        </message>
        <message>
            <source>{records}: lines</source>
            <translation>{records}: лінії</translation>
        </message>
        <message>
            <source>{records}: points</source>
            <translation>{records}: точки</translation>
        </message>
    </context>
    <context>
        <name>LeftBehind</name>
        <message numerus="yes">
            <source>%n form(s) with unsaved text wait in the workspace “{name}”.</source>
            <translation>
                <numerusform>У робочому просторі «{name}» чекає %n форма з незбереженим текстом.</numerusform>
                <numerusform>У робочому просторі «{name}» чекають %n форми з незбереженим текстом.</numerusform>
                <numerusform>У робочому просторі «{name}» чекає %n форм із незбереженим текстом.</numerusform>
            </translation>
        </message>
        <message>
            <source>Open the Workspace</source>
            <translation>Відкрити робочий простір</translation>
        </message>
        <message>
            <source>Unsaved text from last time</source>
            <translation>Незбережений текст від минулого разу</translation>
        </message>
    </context>
    <context>
        <name>ListKeeper</name>
        <message>
            <source>Bringing the record list up to date</source>
            <translation>Оновлення переліку записів</translation>
        </message>
    </context>
    <context>
        <name>ManyDesk</name>
        <message numerus="yes">
            <source>%n left as they are</source>
            <translation>
                <numerusform>%n залишено без змін</numerusform>
                <numerusform>%n залишено без змін</numerusform>
                <numerusform>%n залишено без змін</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) changed</source>
            <translation>
                <numerusform>Змінено %n запис</numerusform>
                <numerusform>Змінено %n записи</numerusform>
                <numerusform>Змінено %n записів</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) deleted</source>
            <translation>
                <numerusform>Вилучено %n запис</numerusform>
                <numerusform>Вилучено %n записи</numerusform>
                <numerusform>Вилучено %n записів</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) submitted</source>
            <translation>
                <numerusform>Подано %n запис</numerusform>
                <numerusform>Подано %n записи</numerusform>
                <numerusform>Подано %n записів</numerusform>
            </translation>
        </message>
        <message>
            <source>Changing the selected records</source>
            <translation>Зміна вибраних записів</translation>
        </message>
        <message>
            <source>It stopped on a fault of the program. What was written so far can be undone.</source>
            <translation>Зупинилося через помилку програми. Те, що вже записано, можна скасувати.</translation>
        </message>
        <message>
            <source>It was stopped; the rest was not touched.</source>
            <translation>Роботу зупинено; решту не змінено.</translation>
        </message>
        <message>
            <source>Looking through the selected records</source>
            <translation>Перегляд вибраних записів</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Скасувати</translation>
        </message>
    </context>
    <context>
        <name>ManyDialog</name>
        <message numerus="yes">
            <source>%n record(s) are selected. They are deleted with everything that hangs off them, such as funding, reports and photos. It can be undone until it was sent.</source>
            <translation>
                <numerusform>Вибрано %n запис. Його буде вилучено з усім, що від нього залежить: фінансуванням, звітами, світлинами. Це можна скасувати, доки не надіслано.</numerusform>
                <numerusform>Вибрано %n записи. Їх буде вилучено з усім, що від них залежить: фінансуванням, звітами, світлинами. Це можна скасувати, доки не надіслано.</numerusform>
                <numerusform>Вибрано %n записів. Їх буде вилучено з усім, що від них залежить: фінансуванням, звітами, світлинами. Це можна скасувати, доки не надіслано.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) are selected. They get the same value in one field.</source>
            <translation>
                <numerusform>Вибрано %n запис. Він отримає нове значення в одному полі.</numerusform>
                <numerusform>Вибрано %n записи. Вони отримають однакове значення в одному полі.</numerusform>
                <numerusform>Вибрано %n записів. Вони отримають однакове значення в одному полі.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) are selected. Those without errors are marked as submitted; they go out with the next sending.</source>
            <translation>
                <numerusform>Вибрано %n запис. Якщо він без помилок, його буде позначено як поданий; він піде на портал з наступним надсиланням.</numerusform>
                <numerusform>Вибрано %n записи. Записи без помилок буде позначено як подані; вони підуть на портал з наступним надсиланням.</numerusform>
                <numerusform>Вибрано %n записів. Записи без помилок буде позначено як подані; вони підуть на портал з наступним надсиланням.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) have no errors and can be submitted</source>
            <translation>
                <numerusform>%n запис не має помилок, його можна подати</numerusform>
                <numerusform>%n записи не мають помилок, їх можна подати</numerusform>
                <numerusform>%n записів не мають помилок, їх можна подати</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) stay as they are</source>
            <translation>
                <numerusform>%n запис залишиться без змін</numerusform>
                <numerusform>%n записи залишаться без змін</numerusform>
                <numerusform>%n записів залишаться без змін</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) will be deleted</source>
            <translation>
                <numerusform>%n запис буде вилучено</numerusform>
                <numerusform>%n записи буде вилучено</numerusform>
                <numerusform>%n записів буде вилучено</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) will change</source>
            <translation>
                <numerusform>%n запис зміниться</numerusform>
                <numerusform>%n записи зміняться</numerusform>
                <numerusform>%n записів зміняться</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>(and %n more)</source>
            <translation>
                <numerusform>(і ще %n)</numerusform>
                <numerusform>(і ще %n)</numerusform>
                <numerusform>(і ще %n)</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Змінити</translation>
        </message>
        <message numerus="yes">
            <source>Change %n Record(s)</source>
            <translation>
                <numerusform>Змінити %n запис</numerusform>
                <numerusform>Змінити %n записи</numerusform>
                <numerusform>Змінити %n записів</numerusform>
            </translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Вилучити</translation>
        </message>
        <message numerus="yes">
            <source>Delete %n Record(s)</source>
            <translation>
                <numerusform>Вилучити %n запис</numerusform>
                <numerusform>Вилучити %n записи</numerusform>
                <numerusform>Вилучити %n записів</numerusform>
            </translation>
        </message>
        <message>
            <source>Delete Records</source>
            <translation>Вилучення записів</translation>
        </message>
        <message>
            <source>It has edits in its layer that are not saved; save or discard them there first</source>
            <translation>Має незбережені правки у шарі; спершу збережіть або відкиньте їх там</translation>
        </message>
        <message>
            <source>It has no such field</source>
            <translation>Не має такого поля</translation>
        </message>
        <message>
            <source>It has this value already</source>
            <translation>Уже має це значення</translation>
        </message>
        <message>
            <source>It is not there any more</source>
            <translation>Його вже немає</translation>
        </message>
        <message>
            <source>It is open in a form, with changes that are not saved</source>
            <translation>Його відкрито у формі з незбереженими змінами</translation>
        </message>
        <message>
            <source>Its workflow state is “{state}” already</source>
            <translation>Уже має стан «{state}»</translation>
        </message>
        <message>
            <source>Looking through the records…</source>
            <translation>Переглядаю записи…</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Перебіг</translation>
        </message>
        <message>
            <source>Records that stay as they are</source>
            <translation>Записи, що залишаться без змін</translation>
        </message>
        <message>
            <source>Set Field</source>
            <translation>Зміна поля</translation>
        </message>
        <message>
            <source>Submit</source>
            <translation>Подати</translation>
        </message>
        <message numerus="yes">
            <source>Submit %n Record(s)</source>
            <translation>
                <numerusform>Подати %n запис</numerusform>
                <numerusform>Подати %n записи</numerusform>
                <numerusform>Подати %n записів</numerusform>
            </translation>
        </message>
        <message>
            <source>Submit Records</source>
            <translation>Подання записів</translation>
        </message>
        <message>
            <source>There is nothing to do.</source>
            <translation>Немає чого робити.</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>і ще %n</numerusform>
                <numerusform>і ще %n</numerusform>
                <numerusform>і ще %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>with %n that hang off them</source>
            <translation>
                <numerusform>разом з %n залежним</numerusform>
                <numerusform>разом із %n залежними</numerusform>
                <numerusform>разом із %n залежними</numerusform>
            </translation>
        </message>
        <message>
            <source>{done} of {total} records looked through</source>
            <translation>Переглянуто записів: {done} із {total}</translation>
        </message>
    </context>
    <context>
        <name>MessageList</name>
        <message>
            <source>Copy</source>
            <translation>Копіювати</translation>
        </message>
    </context>
    <context>
        <name>MomentEditor</name>
        <message>
            <source>filled in on saving</source>
            <translation>заповниться під час збереження</translation>
        </message>
    </context>
    <context>
        <name>NewWorkspaceWizard</name>
        <message>
            <source>Back</source>
            <translation>Назад</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>Create Workspace</source>
            <translation>Створити робочий простір</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>Довідка</translation>
        </message>
        <message>
            <source>Making the workspace…</source>
            <translation>Створюю робочий простір…</translation>
        </message>
        <message>
            <source>New workspace, page {n} of {all}</source>
            <translation>Новий робочий простір, сторінка {n} з {all}</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>Далі</translation>
        </message>
    </context>
    <context>
        <name>Notices</name>
        <message>
            <source>Vidbudova</source>
            <translation>Відбудова</translation>
        </message>
    </context>
    <context>
        <name>NumberEditor</name>
        <message>
            <source>people</source>
            <translation>осіб</translation>
        </message>
    </context>
    <context>
        <name>Overlays</name>
        <message>
            <source>1 need</source>
            <translation>1 потреба</translation>
        </message>
        <message>
            <source>100+ needs</source>
            <translation>від 100 потреб</translation>
        </message>
        <message>
            <source>20–99 needs</source>
            <translation>20–99 потреб</translation>
        </message>
        <message>
            <source>2–4 needs</source>
            <translation>2–4 потреби</translation>
        </message>
        <message>
            <source>5–19 needs</source>
            <translation>5–19 потреб</translation>
        </message>
        <message>
            <source>Budget of projects</source>
            <translation>Бюджет проєктів</translation>
        </message>
        <message>
            <source>Cost of needs</source>
            <translation>Вартість потреб</translation>
        </message>
        <message>
            <source>Figures for the map</source>
            <translation>Показники для карти</translation>
        </message>
        <message>
            <source>Hromada</source>
            <translation>Громада</translation>
        </message>
        <message>
            <source>KATOTTG code</source>
            <translation>Код КАТОТТГ</translation>
        </message>
        <message>
            <source>Lies in</source>
            <translation>Розташування</translation>
        </message>
        <message>
            <source>Needs</source>
            <translation>Потреби</translation>
        </message>
        <message>
            <source>Needs attention</source>
            <translation>Потребує уваги</translation>
        </message>
        <message>
            <source>Overview by hromada</source>
            <translation>Огляд за громадами</translation>
        </message>
        <message>
            <source>Projects</source>
            <translation>Проєкти</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>Назва</translation>
        </message>
        <message>
            <source>What about it</source>
            <translation>Що з ним</translation>
        </message>
        <message>
            <source>conflict</source>
            <translation>конфлікт</translation>
        </message>
        <message>
            <source>error</source>
            <translation>помилка</translation>
        </message>
        <message>
            <source>needs: {n}</source>
            <translation>потреб: {n}</translation>
        </message>
        <message>
            <source>projects only</source>
            <translation>лише проєкти</translation>
        </message>
        <message>
            <source>projects: {n}</source>
            <translation>проєктів: {n}</translation>
        </message>
        <message>
            <source>refused by the portal</source>
            <translation>відхилено порталом</translation>
        </message>
        <message>
            <source>warning</source>
            <translation>застереження</translation>
        </message>
    </context>
    <context>
        <name>PictureView</name>
        <message>
            <source>Close</source>
            <translation>Закрити</translation>
        </message>
        <message>
            <source>Fit to Window</source>
            <translation>За розміром вікна</translation>
        </message>
        <message>
            <source>Full Screen</source>
            <translation>На весь екран</translation>
        </message>
        <message>
            <source>It cannot be shown.</source>
            <translation>Її не вдається показати.</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>Наступна</translation>
        </message>
        <message>
            <source>Open Outside</source>
            <translation>Відкрити окремо</translation>
        </message>
        <message>
            <source>Opening a photo</source>
            <translation>Відкривання фотографії</translation>
        </message>
        <message>
            <source>Photo: {title}</source>
            <translation>Фотографія: {title}</translation>
        </message>
        <message>
            <source>Previous</source>
            <translation>Попередня</translation>
        </message>
        <message>
            <source>Turn Left</source>
            <translation>Повернути ліворуч</translation>
        </message>
        <message>
            <source>Turn Right</source>
            <translation>Повернути праворуч</translation>
        </message>
        <message>
            <source>Zoom In</source>
            <translation>Збільшити</translation>
        </message>
        <message>
            <source>Zoom Out</source>
            <translation>Зменшити</translation>
        </message>
        <message>
            <source>reduced copy; the original is on the portal</source>
            <translation>зменшена копія; оригінал на порталі</translation>
        </message>
        <message>
            <source>taken {day}</source>
            <translation>знято {day}</translation>
        </message>
        <message>
            <source>{number} of {all}</source>
            <translation>{number} з {all}</translation>
        </message>
    </context>
    <context>
        <name>PlaceCandidate</name>
        <message>
            <source>Corner {n}: {problem}</source>
            <translation>Точка {n}: {problem}</translation>
        </message>
        <message>
            <source>Latitude and longitude look swapped; they were turned round. Check the map.</source>
            <translation>Схоже, широту й довготу переплутано; їх переставлено. Перевірте на карті.</translation>
        </message>
        <message>
            <source>Read with the easting first: {easting} east, {northing} north.</source>
            <translation>Прочитано так, що першою стоїть східна координата: {easting} на схід, {northing} на північ.</translation>
        </message>
        <message>
            <source>The numbers are no place in the system {system}. Check them.</source>
            <translation>У системі {system} такі числа не є місцем. Перевірте їх.</translation>
        </message>
        <message>
            <source>These are metres, but not all corners are a place in Ukraine in any one system known here. Check the numbers, or choose their system under Other System…</source>
            <translation>Це метри, але в жодній із відомих тут систем не всі точки лежать в Україні. Перевірте числа або виберіть їхню систему: Інша система…</translation>
        </message>
        <message>
            <source>This QGIS does not know the coordinate system {system}.</source>
            <translation>Цей QGIS не знає системи координат {system}.</translation>
        </message>
        <message>
            <source>{first} and {second} are metres, but no place in Ukraine in any system known here. Check the numbers, or choose their system under Other System…</source>
            <translation>{first} і {second} – це метри, але в жодній з відомих тут систем координат це не місце в Україні. Перевірте числа або виберіть їхню систему через «Інша система…».</translation>
        </message>
        <message>
            <source>{first} and {second} are metres, in the system that the text names.</source>
            <translation>{first} і {second} – це метри в системі, яку названо в тексті.</translation>
        </message>
        <message>
            <source>{first} and {second} are metres. State their coordinate system.</source>
            <translation>{first} і {second} – це метри. Вкажіть їхню систему координат.</translation>
        </message>
        <message>
            <source>{first} and {second} are metres. The system is the one of last time: check it.</source>
            <translation>{first} і {second} – це метри. Систему взято з минулого разу: перевірте її.</translation>
        </message>
    </context>
    <context>
        <name>PlaceDesk</name>
        <message>
            <source>The mouse wheel zooms.</source>
            <translation>Коліщатко миші змінює масштаб.</translation>
        </message>
        <message>
            <source>The place on a small map</source>
            <translation>Місце на маленькій карті</translation>
        </message>
    </context>
    <context>
        <name>PlaceEntry</name>
        <message>
            <source>Choose the territory first: its centre is offered then.</source>
            <translation>Спершу виберіть територію: тоді буде запропоновано її центр.</translation>
        </message>
        <message>
            <source>Photos</source>
            <translation>Фотографії</translation>
        </message>
        <message>
            <source>Photo’s place</source>
            <translation>Місце фотографії</translation>
        </message>
        <message>
            <source>QGIS is not connected to a GPS receiver. Connect it in the panel GPS Information (View, Panels), then try again.</source>
            <translation>QGIS не з’єднано з GPS-приймачем. З’єднайте його на панелі «Інформація GPS» (меню «Вид», «Панелі») і спробуйте ще раз.</translation>
        </message>
        <message>
            <source>Reading the photo</source>
            <translation>Читання фотографії</translation>
        </message>
        <message>
            <source>Take the place, or discard it.</source>
            <translation>Прийміть місце або відхиліть його.</translation>
        </message>
        <message>
            <source>The GPS receiver has no position yet. Waiting for satellites…</source>
            <translation>GPS-приймач ще не визначив місця. Очікуємо на супутники…</translation>
        </message>
        <message>
            <source>The centre is not known. Choose a settlement, or load boundaries, or mark the place on the map.</source>
            <translation>Центр невідомий. Виберіть населений пункт, завантажте межі або позначте місце на карті.</translation>
        </message>
        <message>
            <source>The hromada’s centre; the precision will say so.</source>
            <translation>Центр громади; так і буде вказано точність.</translation>
        </message>
        <message>
            <source>The outline crosses itself or encloses nothing. Bring the corners into the order in which they follow each other, or take a line.</source>
            <translation>Контур перетинає сам себе або нічого не охоплює. Розташуйте точки в тому порядку, у якому вони йдуть один за одним, або виберіть лінію.</translation>
        </message>
        <message>
            <source>The photo “{name}” cannot be read. Is the disk still there?</source>
            <translation>Фотографію «{name}» не вдалося прочитати. Чи диск досі під’єднано?</translation>
        </message>
        <message>
            <source>The photo “{name}” does not say where it was taken.</source>
            <translation>У фотографії «{name}» не записано, де її зроблено.</translation>
        </message>
        <message>
            <source>The settlement’s centre; the precision will say so.</source>
            <translation>Центр населеного пункту; так і буде вказано точність.</translation>
        </message>
        <message>
            <source>This point replaces the line or area that is drawn.</source>
            <translation>Ця точка замінить накреслену лінію чи ділянку.</translation>
        </message>
        <message>
            <source>This replaces the line or area that is drawn.</source>
            <translation>Це замінить накреслену лінію чи ділянку.</translation>
        </message>
        <message>
            <source>Where the photo “{name}” was taken</source>
            <translation>Де зроблено фотографію «{name}»</translation>
        </message>
    </context>
    <context>
        <name>PlacePage</name>
        <message>
            <source>Browse…</source>
            <translation>Огляд…</translation>
        </message>
        <message>
            <source>Choose a folder for the workspace.</source>
            <translation>Виберіть папку для робочого простору.</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>Папка</translation>
        </message>
        <message>
            <source>Folder for workspaces</source>
            <translation>Папка для робочих просторів</translation>
        </message>
        <message>
            <source>Free on this disk: {size}</source>
            <translation>Вільно на цьому диску: {size}</translation>
        </message>
        <message>
            <source>Free on this disk: {size}. That is little for photos.</source>
            <translation>Вільно на цьому диску: {size}. Для фотографій цього мало.</translation>
        </message>
        <message>
            <source>On this computer's own disk, not on a network drive and not in a cloud folder. In it, each workspace gets a folder named after its territory.</source>
            <translation>На диску цього комп’ютера, не на мережевому диску й не в хмарній папці. Кожен робочий простір отримає в ній свою папку з назвою території.</translation>
        </message>
        <message>
            <source>Where to keep the records</source>
            <translation>Де зберігати записи</translation>
        </message>
        <message>
            <source>Write the whole path of the folder, from the disk on, or press Browse…</source>
            <translation>Впишіть повний шлях до папки, починаючи з диска, або натисніть «Огляд…».</translation>
        </message>
        <message>
            <source>Your records lie on this computer. Keep the suggested folder, or choose another one.</source>
            <translation>Ваші записи лежать на цьому комп’ютері. Залиште запропоновану папку або виберіть іншу.</translation>
        </message>
    </context>
    <context>
        <name>PlacePreview</name>
        <message>
            <source>Area</source>
            <translation>Ділянка</translation>
        </message>
        <message>
            <source>Choose the coordinate system</source>
            <translation>Виберіть систему координат</translation>
        </message>
        <message>
            <source>Coordinate system</source>
            <translation>Система координат</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>Відхилити</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>Лінія</translation>
        </message>
        <message>
            <source>Not taken yet: {position}</source>
            <translation>Ще не прийнято: {position}</translation>
        </message>
        <message>
            <source>Other System…</source>
            <translation>Інша система…</translation>
        </message>
        <message>
            <source>Place that is not taken yet</source>
            <translation>Місце, ще не прийняте</translation>
        </message>
        <message>
            <source>Take This Place</source>
            <translation>Прийняти це місце</translation>
        </message>
        <message numerus="yes">
            <source>What these %n corners make</source>
            <translation>
                <numerusform>Що утворює ця %n точка</numerusform>
                <numerusform>Що утворюють ці %n точки</numerusform>
                <numerusform>Що утворюють ці %n точок</numerusform>
            </translation>
        </message>
        <message>
            <source>{system}, easting first</source>
            <translation>{system}, східна координата перша</translation>
        </message>
    </context>
    <context>
        <name>PlaceRemarks</name>
        <message numerus="yes">
            <source>%n satellite(s)</source>
            <translation>
                <numerusform>%n супутник</numerusform>
                <numerusform>%n супутники</numerusform>
                <numerusform>%n супутників</numerusform>
            </translation>
        </message>
        <message>
            <source>Corner {n}: {remark}</source>
            <translation>Точка {n}: {remark}</translation>
        </message>
        <message>
            <source>Corners {a} and {b} are {distance} apart. Check the numbers.</source>
            <translation>Між точками {a} і {b} – {distance}. Перевірте числа.</translation>
        </message>
        <message>
            <source>GPS of QGIS</source>
            <translation>GPS у QGIS</translation>
        </message>
        <message>
            <source>HDOP {value}</source>
            <translation>HDOP {value}</translation>
        </message>
        <message>
            <source>In: {unit}</source>
            <translation>Територія: {unit}</translation>
        </message>
        <message>
            <source>Known centre of a settlement: {unit}</source>
            <translation>Центр населеного пункту: {unit}</translation>
        </message>
        <message>
            <source>Nearest known settlement, {distance} away: {unit}</source>
            <translation>Найближчий відомий населений пункт, за {distance}: {unit}</translation>
        </message>
        <message>
            <source>Outside the stated unit: {unit}</source>
            <translation>Поза вказаною територією: {unit}</translation>
        </message>
        <message>
            <source>Outside the workspace’s territory: {unit}</source>
            <translation>Поза територією робочого простору: {unit}</translation>
        </message>
        <message>
            <source>Shifted by {shift} m to WGS 84 ({operation}).</source>
            <translation>Зсув до WGS 84 враховано: {shift} м ({operation}).</translation>
        </message>
        <message>
            <source>Shifted by {shift} m to WGS 84, good to {accuracy} m ({operation}).</source>
            <translation>Зсув до WGS 84 враховано: {shift} м, точність {accuracy} м ({operation}).</translation>
        </message>
        <message>
            <source>The place lies in the sea. Check the numbers.</source>
            <translation>Місце лежить у морі. Перевірте числа.</translation>
        </message>
        <message>
            <source>The system does not say its datum: the place may be off by over 100 m.</source>
            <translation>Система не називає своєї геодезичної основи: місце може бути зсунуте більш як на 100 м.</translation>
        </message>
        <message>
            <source>The system has the datum of WGS 84: nothing is shifted.</source>
            <translation>Система має ту саму геодезичну основу, що й WGS 84: зсуву немає.</translation>
        </message>
        <message>
            <source>Wait for a better fix.</source>
            <translation>Зачекайте на точніше визначення.</translation>
        </message>
        <message>
            <source>accuracy ± {metres} m</source>
            <translation>точність ± {metres} м</translation>
        </message>
        <message>
            <source>{n} km</source>
            <translation>{n} км</translation>
        </message>
        <message>
            <source>{n} m</source>
            <translation>{n} м</translation>
        </message>
    </context>
    <context>
        <name>Placing</name>
        <message>
            <source>A line needs two points, an area three. Go on clicking.</source>
            <translation>Лінії потрібні дві точки, ділянці – три. Додайте ще.</translation>
        </message>
        <message>
            <source>Click along the line: right click ends it, Backspace takes the last point back, Esc cancels.</source>
            <translation>Клацайте вздовж лінії: права кнопка завершує, Backspace прибирає останню точку, Esc скасовує.</translation>
        </message>
        <message>
            <source>Click the corners of the area: right click ends it, Backspace takes the last point back, Esc cancels.</source>
            <translation>Клацайте кути ділянки: права кнопка завершує, Backspace прибирає останню точку, Esc скасовує.</translation>
        </message>
        <message>
            <source>Click the place on the map. Esc cancels.</source>
            <translation>Клацніть місце на карті. Esc скасовує.</translation>
        </message>
        <message>
            <source>That is not a place on earth in this map's projection.</source>
            <translation>У проєкції цієї карти такого місця на Землі немає.</translation>
        </message>
        <message>
            <source>The outline crosses itself. Backspace takes the last point back.</source>
            <translation>Контур перетинає сам себе. Backspace прибере останню точку.</translation>
        </message>
    </context>
    <context>
        <name>PortalPage</name>
        <message>
            <source>Access token</source>
            <translation>Ключ доступу</translation>
        </message>
        <message>
            <source>All of this can be left blank and filled in later: recording works without a portal.</source>
            <translation>Усе це можна пропустити й заповнити згодом: вносити записи можна й без порталу.</translation>
        </message>
        <message>
            <source>Enter the access token that the portal's people gave you.</source>
            <translation>Введіть ключ доступу, який вам видали на порталі.</translation>
        </message>
        <message>
            <source>Enter the portal's address first.</source>
            <translation>Спершу введіть адресу порталу.</translation>
        </message>
        <message>
            <source>From the portal's administrator. Kept in QGIS's authentication database, for this portal only.</source>
            <translation>Його видає адміністратор порталу. Зберігається в базі автентифікації QGIS, лише для цього порталу.</translation>
        </message>
        <message>
            <source>Open It Instead</source>
            <translation>Відкрити його</translation>
        </message>
        <message>
            <source>Organisation (EDRPOU code)</source>
            <translation>Організація (код ЄДРПОУ)</translation>
        </message>
        <message>
            <source>Portal address</source>
            <translation>Адреса порталу</translation>
        </message>
        <message>
            <source>The workspace will be made in {folder}</source>
            <translation>Робочий простір буде створено в папці {folder}</translation>
        </message>
        <message>
            <source>There is a workspace for this territory already: {folder}</source>
            <translation>Робочий простір для цієї території вже є: {folder}</translation>
        </message>
        <message>
            <source>Which portal</source>
            <translation>Який портал</translation>
        </message>
        <message>
            <source>Write the portal's address as its people gave it; it begins with https://.</source>
            <translation>Введіть адресу порталу так, як вам її повідомили; вона починається з https://.</translation>
        </message>
        <message>
            <source>Your name in new records</source>
            <translation>Ваше ім’я в нових записах</translation>
        </message>
    </context>
    <context>
        <name>PortalSettings</name>
        <message>
            <source>Connected to “{portal}” as {name} ({role}).</source>
            <translation>З’єднано з порталом «{portal}» як {name} ({role}).</translation>
        </message>
        <message>
            <source>Territory: {territory}
Contract {contract}, rules {rules}
Portal {id}</source>
            <translation>Територія: {territory}
Контракт {contract}, правила {rules}
Портал {id}</translation>
        </message>
        <message>
            <source>Test of the connection to the portal</source>
            <translation>Перевірка з’єднання з порталом</translation>
        </message>
        <message>
            <source>The test stopped on a fault of the program.</source>
            <translation>Перевірку зупинила помилка програми.</translation>
        </message>
        <message>
            <source>administrator</source>
            <translation>адміністратор</translation>
        </message>
        <message>
            <source>all of Ukraine</source>
            <translation>уся Україна</translation>
        </message>
        <message>
            <source>contributor</source>
            <translation>внесення даних</translation>
        </message>
        <message>
            <source>focal point</source>
            <translation>координатор області</translation>
        </message>
        <message>
            <source>partner</source>
            <translation>партнер</translation>
        </message>
    </context>
    <context>
        <name>ProblemsPanel</name>
        <message>
            <source>All problems</source>
            <translation>Усі зауваження</translation>
        </message>
        <message>
            <source>All records were checked on {moment}: no problems are known.</source>
            <translation>Усі записи перевірено {moment}: зауважень немає.</translation>
        </message>
        <message>
            <source>Check All</source>
            <translation>Перевірити все</translation>
        </message>
        <message>
            <source>Check all records of the workspace</source>
            <translation>Перевірити всі записи робочого простору</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>Помилки</translation>
        </message>
        <message>
            <source>Hints</source>
            <translation>Підказки</translation>
        </message>
        <message>
            <source>Not all records have been checked yet. Check All looks through every one.</source>
            <translation>Ще не всі записи перевірено. Кнопка «Перевірити все» перегляне кожен.</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>Помилки</translation>
        </message>
        <message>
            <source>There are no records to check yet. The first one is added on the tab Records.</source>
            <translation>Записів, які можна перевірити, ще немає. Перший додають на вкладці «Записи».</translation>
        </message>
        <message>
            <source>There is nothing of this kind.</source>
            <translation>Такого немає.</translation>
        </message>
        <message>
            <source>Warnings</source>
            <translation>Застереження</translation>
        </message>
        <message>
            <source>Which problems</source>
            <translation>Які зауваження</translation>
        </message>
    </context>
    <context>
        <name>QuarterPanel</name>
        <message>
            <source>Projects without a report</source>
            <translation>Проєкти без звіту</translation>
        </message>
        <message>
            <source>Reported as unchanged</source>
            <translation>Позначено «без змін»</translation>
        </message>
        <message>
            <source>Reported in this quarter</source>
            <translation>Звіт за квартал є</translation>
        </message>
        <message>
            <source>The portal has not told of a reporting round yet; Send asks for it. The quarter shown is today's.</source>
            <translation>Портал ще не повідомив про звітну кампанію: її дізнається кнопка «Надіслати». Показано поточний квартал.</translation>
        </message>
        <message>
            <source>The round is closed.</source>
            <translation>Подання звітів закрито.</translation>
        </message>
        <message>
            <source>The round is open until {date}.</source>
            <translation>Подання звітів відкрито до {date}.</translation>
        </message>
        <message>
            <source>The round is open.</source>
            <translation>Подання звітів відкрито.</translation>
        </message>
        <message>
            <source>The sample takes part in no reporting round. The quarter shown is today's.</source>
            <translation>Зразок не бере участі у звітній кампанії. Показано поточний квартал.</translation>
        </message>
        <message>
            <source>none yet</source>
            <translation>ще немає</translation>
        </message>
    </context>
    <context>
        <name>RecordActions</name>
        <message>
            <source>Actions</source>
            <translation>Дії</translation>
        </message>
        <message>
            <source>Delete…</source>
            <translation>Вилучити…</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Експортувати…</translation>
        </message>
        <message>
            <source>Open Form</source>
            <translation>Відкрити форму</translation>
        </message>
        <message>
            <source>Select All</source>
            <translation>Вибрати всі</translation>
        </message>
        <message>
            <source>Set Field…</source>
            <translation>Змінити поле…</translation>
        </message>
        <message>
            <source>Settle Conflict…</source>
            <translation>Розв’язати конфлікт…</translation>
        </message>
        <message>
            <source>Submit…</source>
            <translation>Подати…</translation>
        </message>
        <message>
            <source>What to do with the selected records</source>
            <translation>Що зробити з вибраними записами</translation>
        </message>
    </context>
    <context>
        <name>RecordForm</name>
        <message>
            <source>Cancel</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>Не зберігати</translation>
        </message>
        <message>
            <source>Keep Mine</source>
            <translation>Лишити моє</translation>
        </message>
        <message>
            <source>Look it over and save again.</source>
            <translation>Перегляньте і збережіть ще раз.</translation>
        </message>
        <message>
            <source>Not ready to be submitted yet. Look at: {fields}</source>
            <translation>Запис ще не готовий до подання. Перегляньте: {fields}</translation>
        </message>
        <message>
            <source>Not saved. Mend these first: {fields}</source>
            <translation>Не збережено. Спершу виправте: {fields}</translation>
        </message>
        <message>
            <source>Not saved: the record was changed meanwhile.</source>
            <translation>Не збережено: запис тим часом змінили.</translation>
        </message>
        <message>
            <source>Not saved: the record was deleted meanwhile. What you typed is still here.</source>
            <translation>Не збережено: запис тим часом вилучили. Усе, що ви ввели, ще тут.</translation>
        </message>
        <message>
            <source>Place on the map</source>
            <translation>Місце на карті</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Вилучити</translation>
        </message>
        <message>
            <source>Remove it?</source>
            <translation>Вилучити?</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Зберегти</translation>
        </message>
        <message>
            <source>Save as New Record</source>
            <translation>Зберегти як новий запис</translation>
        </message>
        <message>
            <source>Save the changes?</source>
            <translation>Зберегти зміни?</translation>
        </message>
        <message>
            <source>Saved, except for what no table can hold. It stays here until you mend it: {fields}</source>
            <translation>Збережено все, крім того, чого таблиця не вмістить. Воно лишиться тут, доки не виправите: {fields}</translation>
        </message>
        <message>
            <source>Saved. It can be sent once these are mended: {fields}</source>
            <translation>Збережено. Надіслати можна буде, коли виправите: {fields}</translation>
        </message>
        <message>
            <source>Take the New Values</source>
            <translation>Узяти нові значення</translation>
        </message>
        <message>
            <source>The record is again what it was in version {number}; the change waits to be sent.</source>
            <translation>Запис знову такий, як у версії {number}; зміна чекає на надсилання.</translation>
        </message>
        <message>
            <source>This is a copy. It becomes a record of its own when you save it.</source>
            <translation>Це копія. Вона стане окремим записом, коли її збережете.</translation>
        </message>
        <message>
            <source>This is what was typed last time and not saved yet.</source>
            <translation>Це введено минулого разу і ще не збережено.</translation>
        </message>
        <message>
            <source>This record has changes that are not saved.</source>
            <translation>У цьому записі є незбережені зміни.</translation>
        </message>
        <message>
            <source>This record was deleted meanwhile. Saving makes a new one of what you typed last time.</source>
            <translation>Цей запис тим часом вилучено. Якщо зберегти, із введеного минулого разу постане новий запис.</translation>
        </message>
        <message>
            <source>{kind} “{title}” is deleted. It can be undone until it was sent.</source>
            <translation>{kind} «{title}» буде вилучено. Це можна скасувати, доки не надіслано.</translation>
        </message>
        <message>
            <source>“{title}” is saved. Here is the next one.</source>
            <translation>«{title}» збережено. Можна вносити наступний запис.</translation>
        </message>
    </context>
    <context>
        <name>RecordListView</name>
        <message>
            <source>Records</source>
            <translation>Записи</translation>
        </message>
    </context>
    <context>
        <name>RecordModel</name>
        <message numerus="yes">
            <source>%n problem(s)</source>
            <translation>
                <numerusform>%n зауваження</numerusform>
                <numerusform>%n зауваження</numerusform>
                <numerusform>%n зауважень</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s)</source>
            <translation>
                <numerusform>%n запис</numerusform>
                <numerusform>%n записи</numerusform>
                <numerusform>%n записів</numerusform>
            </translation>
        </message>
        <message>
            <source>Hromada</source>
            <translation>Громада</translation>
        </message>
        <message>
            <source>Sync state</source>
            <translation>Обмін</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>Назва</translation>
        </message>
        <message>
            <source>Without territory</source>
            <translation>Без території</translation>
        </message>
        <message>
            <source>Workflow</source>
            <translation>Стан</translation>
        </message>
        <message>
            <source>folded, Right opens it</source>
            <translation>згорнуто; стрілка праворуч розгортає</translation>
        </message>
        <message>
            <source>open, Left folds it</source>
            <translation>розгорнуто; стрілка ліворуч згортає</translation>
        </message>
        <message>
            <source>untitled</source>
            <translation>без назви</translation>
        </message>
    </context>
    <context>
        <name>Records</name>
        <message numerus="yes">
            <source>%n form(s) with unsaved text are open again</source>
            <translation>
                <numerusform>знову відкрито %n форму з незбереженим текстом</numerusform>
                <numerusform>знову відкрито %n форми з незбереженим текстом</numerusform>
                <numerusform>знову відкрито %n форм із незбереженим текстом</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) deleted</source>
            <translation>
                <numerusform>%n запис вилучено</numerusform>
                <numerusform>%n записи вилучено</numerusform>
                <numerusform>%n записів вилучено</numerusform>
            </translation>
        </message>
        <message>
            <source>Link</source>
            <translation>Пов’язати</translation>
        </message>
        <message>
            <source>Link to the need “{title}”, with its place?</source>
            <translation>Пов’язати з потребою «{title}» і взяти її місце?</translation>
        </message>
        <message>
            <source>The project is linked to the need “{title}”.</source>
            <translation>Проєкт пов’язано з потребою «{title}».</translation>
        </message>
        <message>
            <source>This record is not there any more.</source>
            <translation>Цього запису вже немає.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>What you type is not safe from a power cut until you save it: {reason}</source>
            <translation>Поки не збережете, введене не захищене від вимкнення світла: {reason}</translation>
        </message>
    </context>
    <context>
        <name>RecordsPanel</name>
        <message>
            <source>+ Need</source>
            <translation>+ Потреба</translation>
        </message>
        <message>
            <source>By priority</source>
            <translation>За пріоритетом</translation>
        </message>
        <message>
            <source>By title</source>
            <translation>За назвою</translation>
        </message>
        <message numerus="yes">
            <source>Filters, %n active</source>
            <translation>
                <numerusform>Фільтри, увімкнено %n</numerusform>
                <numerusform>Фільтри, увімкнено %n</numerusform>
                <numerusform>Фільтри, увімкнено %n</numerusform>
            </translation>
        </message>
        <message>
            <source>Newest first</source>
            <translation>Спершу нові</translation>
        </message>
        <message>
            <source>No records yet. Add the first need: click it on the map, or fill its form.</source>
            <translation>Записів ще немає. Додайте першу потребу: позначте її на карті або заповніть форму.</translation>
        </message>
        <message>
            <source>Nothing is found. Look for another word, or show all records.</source>
            <translation>Нічого не знайдено. Пошукайте інше слово або покажіть усі записи.</translation>
        </message>
        <message>
            <source>Oldest first</source>
            <translation>Спершу давні</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Пошук</translation>
        </message>
        <message>
            <source>Search (Ctrl+F); word endings and apostrophes make no difference</source>
            <translation>Пошук (Ctrl+F); закінчення слів і апострофи не мають значення</translation>
        </message>
        <message>
            <source>Show All Records</source>
            <translation>Показати всі записи</translation>
        </message>
        <message>
            <source>The list is being made ready…</source>
            <translation>Готую список…</translation>
        </message>
        <message>
            <source>There are no records here.</source>
            <translation>Тут немає записів.</translation>
        </message>
        <message>
            <source>filters</source>
            <translation>фільтри</translation>
        </message>
        <message>
            <source>filters {count}</source>
            <translation>фільтри {count}</translation>
        </message>
        <message>
            <source>search…</source>
            <translation>пошук…</translation>
        </message>
        <message>
            <source>{count}, still counting…</source>
            <translation>{count}, ще рахую…</translation>
        </message>
        <message>
            <source>{selected} of {count} selected</source>
            <translation>вибрано {selected} із {count}</translation>
        </message>
    </context>
    <context>
        <name>ReferenceEditor</name>
        <message>
            <source>a word of its title</source>
            <translation>слово з назви</translation>
        </message>
    </context>
    <context>
        <name>RestoreDialog</name>
        <message>
            <source>Are deleted</source>
            <translation>Буде вилучено</translation>
        </message>
        <message>
            <source>Backups</source>
            <translation>Резервні копії</translation>
        </message>
        <message>
            <source>Become what they were</source>
            <translation>Стануть такими, як були</translation>
        </message>
        <message numerus="yes">
            <source>Bring back %n deleted record(s)</source>
            <translation>
                <numerusform>Повернути %n вилучений запис</numerusform>
                <numerusform>Повернути %n вилучені записи</numerusform>
                <numerusform>Повернути %n вилучених записів</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>Choose a backup on the left.</source>
            <translation>Виберіть копію ліворуч.</translation>
        </message>
        <message>
            <source>Come back</source>
            <translation>Буде повернуто</translation>
        </message>
        <message>
            <source>Comparing…</source>
            <translation>Порівнюємо…</translation>
        </message>
        <message numerus="yes">
            <source>Delete %n record(s) that came later</source>
            <translation>
                <numerusform>Вилучити %n запис, що з’явився пізніше</numerusform>
                <numerusform>Вилучити %n записи, що з’явилися пізніше</numerusform>
                <numerusform>Вилучити %n записів, що з’явилися пізніше</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Put %n changed record(s) back</source>
            <translation>
                <numerusform>Повернути %n змінений запис до попереднього вигляду</numerusform>
                <numerusform>Повернути %n змінені записи до попереднього вигляду</numerusform>
                <numerusform>Повернути %n змінених записів до попереднього вигляду</numerusform>
            </translation>
        </message>
        <message>
            <source>Records become what they were in the backup, as changes that wait to be sent. What there is now is backed up first.</source>
            <translation>Записи стануть такими, як у копії; це будуть зміни, що чекатимуть на надсилання. Спершу буде зроблено копію того, що є зараз.</translation>
        </message>
        <message>
            <source>Records that would come back or change</source>
            <translation>Записи, які повернуться або зміняться</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>Відновити</translation>
        </message>
        <message>
            <source>Restore from backup</source>
            <translation>Відновлення з резервної копії</translation>
        </message>
        <message>
            <source>Restoring…</source>
            <translation>Відновлюємо…</translation>
        </message>
        <message>
            <source>There are no backups yet. One is made before each exchange with the portal.</source>
            <translation>Резервних копій ще немає. Копія робиться перед кожним обміном із порталом.</translation>
        </message>
        <message>
            <source>This backup does not differ from what there is.</source>
            <translation>Ця копія не відрізняється від того, що є.</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>і ще %n</numerusform>
                <numerusform>і ще %n</numerusform>
                <numerusform>і ще %n</numerusform>
            </translation>
        </message>
        <message>
            <source>before an exchange</source>
            <translation>перед обміном</translation>
        </message>
        <message>
            <source>before an upgrade</source>
            <translation>перед оновленням</translation>
        </message>
        <message>
            <source>before restoring</source>
            <translation>перед відновленням</translation>
        </message>
        <message>
            <source>made on request</source>
            <translation>зроблено на вимогу</translation>
        </message>
    </context>
    <context>
        <name>Safekeeping</name>
        <message numerus="yes">
            <source>%n edit(s) adopted; they wait to be sent</source>
            <translation>
                <numerusform>Прийнято %n зміну; вона чекає на надсилання</numerusform>
                <numerusform>Прийнято %n зміни; вони чекають на надсилання</numerusform>
                <numerusform>Прийнято %n змін; вони чекають на надсилання</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) restored; the changes wait to be sent</source>
            <translation>
                <numerusform>Відновлено %n запис; зміна чекає на надсилання</numerusform>
                <numerusform>Відновлено %n записи; зміни чекають на надсилання</numerusform>
                <numerusform>Відновлено %n записів; зміни чекають на надсилання</numerusform>
            </translation>
        </message>
        <message>
            <source>Adopting unnoticed edits</source>
            <translation>Приймаємо непомічені зміни</translation>
        </message>
        <message>
            <source>Diagnostics</source>
            <translation>Діагностика</translation>
        </message>
        <message>
            <source>Diagnostics saved: {path}. No names, titles, places or tokens are in it.</source>
            <translation>Діагностику збережено: {path}. Імен, назв, місць і ключів доступу в ній немає.</translation>
        </message>
        <message>
            <source>Looking for unnoticed edits</source>
            <translation>Шукаємо непомічені зміни</translation>
        </message>
        <message>
            <source>Looking into a backup</source>
            <translation>Переглядаємо резервну копію</translation>
        </message>
        <message>
            <source>No edit went by unnoticed</source>
            <translation>Непомічених змін немає</translation>
        </message>
        <message>
            <source>Nothing was received: some edits went by unnoticed.</source>
            <translation>Нічого не отримано: деякі зміни лишилися непоміченими.</translation>
        </message>
        <message>
            <source>Put It in Place</source>
            <translation>Поставити її на місце</translation>
        </message>
        <message>
            <source>Restoring from a backup</source>
            <translation>Відновлюємо з резервної копії</translation>
        </message>
        <message>
            <source>Save diagnostics</source>
            <translation>Збереження діагностики</translation>
        </message>
        <message>
            <source>Save or discard the open edits in the layers first.</source>
            <translation>Спершу збережіть або відкиньте незбережені правки в шарах.</translation>
        </message>
        <message>
            <source>Show Edits…</source>
            <translation>Показати зміни…</translation>
        </message>
        <message>
            <source>The backup is in place; the damaged file was put aside as {name}.</source>
            <translation>Резервну копію поставлено на місце; пошкоджений файл відкладено як {name}.</translation>
        </message>
        <message>
            <source>The newest backup is of {moment}.</source>
            <translation>Найновіша резервна копія – від {moment}.</translation>
        </message>
        <message>
            <source>This stopped on a fault of the program; the log has the details.</source>
            <translation>Роботу зупинила помилка програми; подробиці в журналі.</translation>
        </message>
        <message>
            <source>Zip archives</source>
            <translation>Архіви zip</translation>
        </message>
    </context>
    <context>
        <name>SampleBar</name>
        <message>
            <source>New Workspace…</source>
            <translation>Створити робочий простір…</translation>
        </message>
        <message>
            <source>Sample: invented records. Nothing recorded here is ever sent.</source>
            <translation>Зразок: записи вигадані. Внесене тут ніколи не надсилається.</translation>
        </message>
    </context>
    <context>
        <name>SectionList</name>
        <message>
            <source>Sections of the form</source>
            <translation>Розділи форми</translation>
        </message>
    </context>
    <context>
        <name>SectionPage</name>
        <message>
            <source>People</source>
            <translation>Люди</translation>
        </message>
        <message>
            <source>Place on the map</source>
            <translation>Місце на карті</translation>
        </message>
        <message>
            <source>The groups overlap and are never added up; blank means unknown.</source>
            <translation>Групи перетинаються, їх ніколи не додають; порожньо означає «невідомо».</translation>
        </message>
        <message>
            <source>“{field}”: {text}</source>
            <translation>«{field}»: {text}</translation>
        </message>
    </context>
    <context>
        <name>SectionTabs</name>
        <message>
            <source>Sections of the form</source>
            <translation>Розділи форми</translation>
        </message>
    </context>
    <context>
        <name>Session</name>
        <message>
            <source>Opening the workspace {name}</source>
            <translation>Відкриття робочого простору {name}</translation>
        </message>
        <message>
            <source>The workspace's project file could not be saved: {path}</source>
            <translation>Не вдалося зберегти файл проєкту робочого простору: {path}</translation>
        </message>
    </context>
    <context>
        <name>SetFieldDialog</name>
        <message>
            <source>Choose a field.</source>
            <translation>Виберіть поле.</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>Поле</translation>
        </message>
        <message>
            <source>New value</source>
            <translation>Нове значення</translation>
        </message>
        <message>
            <source>The selected records are of different kinds and have no field in common.</source>
            <translation>Вибрані записи різних видів і у них немає спільних полів.</translation>
        </message>
        <message>
            <source>choose, or type a part of its name</source>
            <translation>виберіть або введіть частину назви</translation>
        </message>
    </context>
    <context>
        <name>SettingsDialog</name>
        <message>
            <source>Access token</source>
            <translation>Ключ доступу</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>Enter the access token that the portal's people gave you.</source>
            <translation>Введіть ключ доступу, який вам видали на порталі.</translation>
        </message>
        <message>
            <source>Every tile that is loaded tells its server which place you look at.</source>
            <translation>Кожен завантажений тайл повідомляє серверу, на яке місце ви дивитеся.</translation>
        </message>
        <message>
            <source>Kept in QGIS's authentication database, for this portal only.</source>
            <translation>Зберігається в базі автентифікації QGIS, лише для цього порталу.</translation>
        </message>
        <message>
            <source>Language as in QGIS: {language}</source>
            <translation>Мова як у QGIS: {language}</translation>
        </message>
        <message>
            <source>Load OpenStreetMap tiles as the backdrop</source>
            <translation>Завантажувати тайли OpenStreetMap як підкладку</translation>
        </message>
        <message>
            <source>OK</source>
            <translation>Гаразд</translation>
        </message>
        <message>
            <source>Organisation (EDRPOU code)</source>
            <translation>Організація (код ЄДРПОУ)</translation>
        </message>
        <message>
            <source>Portal address</source>
            <translation>Адреса порталу</translation>
        </message>
        <message>
            <source>Remove Token</source>
            <translation>Вилучити ключ</translation>
        </message>
        <message>
            <source>Vidbudova settings</source>
            <translation>Налаштування «Відбудови»</translation>
        </message>
        <message>
            <source>Write the address as the portal's people gave it; it begins with https://.</source>
            <translation>Запишіть адресу так, як вам її дали; вона починається з https://.</translation>
        </message>
        <message>
            <source>Your name in new records</source>
            <translation>Ваше ім’я в нових записах</translation>
        </message>
        <message>
            <source>none yet</source>
            <translation>ще немає</translation>
        </message>
        <message>
            <source>stored; type a new one to replace it</source>
            <translation>збережено; щоб замінити, введіть новий</translation>
        </message>
    </context>
    <context>
        <name>SettleAllDialog</name>
        <message numerus="yes">
            <source>%n conflict(s) are listed. Take in all of them</source>
            <translation>
                <numerusform>У списку %n конфлікт. Узяти в ньому</numerusform>
                <numerusform>У списку %n конфлікти. Узяти в кожному</numerusform>
                <numerusform>У списку %n конфліктів. Узяти в кожному</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>(and %n that hang off it)</source>
            <translation>
                <numerusform>(і %n, що належить до нього)</numerusform>
                <numerusform>(і %n, що належать до нього)</numerusform>
                <numerusform>(і %n, що належать до нього)</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>It is not chosen whether the record stays.</source>
            <translation>Не вибрано, чи запис залишається.</translation>
        </message>
        <message>
            <source>Settle</source>
            <translation>Розв’язати</translation>
        </message>
        <message numerus="yes">
            <source>Settle %n Conflict(s)</source>
            <translation>
                <numerusform>Розв’язати %n конфлікт</numerusform>
                <numerusform>Розв’язати %n конфлікти</numerusform>
                <numerusform>Розв’язати %n конфліктів</numerusform>
            </translation>
        </message>
        <message>
            <source>Settle All Like This</source>
            <translation>Розв’язати всі так само</translation>
        </message>
        <message>
            <source>There are no conflicts any more.</source>
            <translation>Конфліктів більше немає.</translation>
        </message>
        <message>
            <source>What would become of each</source>
            <translation>Що станеться з кожним</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>і ще %n</numerusform>
                <numerusform>і ще %n</numerusform>
                <numerusform>і ще %n</numerusform>
            </translation>
        </message>
        <message>
            <source>as chosen for the record shown; conflicts in other fields are left</source>
            <translation>як вибрано для показаного запису; конфлікти в інших полях залишаться</translation>
        </message>
        <message>
            <source>mine</source>
            <translation>моє</translation>
        </message>
        <message>
            <source>the portal's</source>
            <translation>з порталу</translation>
        </message>
    </context>
    <context>
        <name>Spans</name>
        <message>
            <source>Last 30 days</source>
            <translation>Останні 30 днів</translation>
        </message>
        <message>
            <source>Last 7 days</source>
            <translation>Останні 7 днів</translation>
        </message>
        <message>
            <source>This year</source>
            <translation>Цей рік</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>Сьогодні</translation>
        </message>
    </context>
    <context>
        <name>Sync</name>
        <message numerus="yes">
            <source>%n change(s) received</source>
            <translation>
                <numerusform>отримано %n зміну</numerusform>
                <numerusform>отримано %n зміни</numerusform>
                <numerusform>отримано %n змін</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) answered</source>
            <translation>
                <numerusform>є відповідь щодо %n запису</numerusform>
                <numerusform>є відповідь щодо %n записів</numerusform>
                <numerusform>є відповідь щодо %n записів</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) with unsaved edits were left for the next time: {titles}</source>
            <translation>
                <numerusform>%n запис із незбереженими змінами залишено на наступний раз: {titles}</numerusform>
                <numerusform>%n записи з незбереженими змінами залишено на наступний раз: {titles}</numerusform>
                <numerusform>%n записів із незбереженими змінами залишено на наступний раз: {titles}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n unnoticed edit(s) of another program were found: {titles}</source>
            <translation>
                <numerusform>Знайдено %n непомічену зміну іншої програми: {titles}</numerusform>
                <numerusform>Знайдено %n непомічені зміни іншої програми: {titles}</numerusform>
                <numerusform>Знайдено %n непомічених змін іншої програми: {titles}</numerusform>
            </translation>
        </message>
        <message>
            <source>Exchange with the portal</source>
            <translation>Обмін із порталом</translation>
        </message>
        <message>
            <source>Looking whether the portal answers</source>
            <translation>Перевірка, чи відповідає портал</translation>
        </message>
        <message>
            <source>Sent {sent}, received {received}, still waiting {waiting}</source>
            <translation>Надіслано {sent}, отримано {received}, ще чекає {waiting}</translation>
        </message>
        <message>
            <source>Sent {sent}, received {received}. Everything is on the portal.</source>
            <translation>Надіслано {sent}, отримано {received}. Усе на порталі.</translation>
        </message>
        <message>
            <source>Stopped. Sent {sent}, received {received}, still waiting {waiting}</source>
            <translation>Зупинено. Надіслано {sent}, отримано {received}, ще чекає {waiting}</translation>
        </message>
        <message>
            <source>The exchange stopped on a fault of the program. Nothing was lost; the log has the details.</source>
            <translation>Обмін зупинила помилка програми. Нічого не втрачено; подробиці в журналі.</translation>
        </message>
        <message numerus="yes">
            <source>asking what became of %n record(s) sent before</source>
            <translation>
                <numerusform>запитую, що сталося з %n записом, надісланим раніше</numerusform>
                <numerusform>запитую, що сталося з %n записами, надісланими раніше</numerusform>
                <numerusform>запитую, що сталося з %n записами, надісланими раніше</numerusform>
            </translation>
        </message>
        <message>
            <source>connected to {portal}</source>
            <translation>є з’єднання з порталом {portal}</translation>
        </message>
        <message>
            <source>connecting to the portal…</source>
            <translation>з’єднуюся з порталом…</translation>
        </message>
        <message numerus="yes">
            <source>no answer, trying again in %n second(s)</source>
            <translation>
                <numerusform>немає відповіді, повторю за %n секунду</numerusform>
                <numerusform>немає відповіді, повторю за %n секунди</numerusform>
                <numerusform>немає відповіді, повторю за %n секунд</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>passing on %n edit(s) of others</source>
            <translation>
                <numerusform>передаю %n чужу зміну</numerusform>
                <numerusform>передаю %n чужі зміни</numerusform>
                <numerusform>передаю %n чужих змін</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>sending %n record(s), {size}; {left} left</source>
            <translation>
                <numerusform>надсилаю %n запис, {size}; залишилося {left}</numerusform>
                <numerusform>надсилаю %n записи, {size}; залишилося {left}</numerusform>
                <numerusform>надсилаю %n записів, {size}; залишилося {left}</numerusform>
            </translation>
        </message>
        <message>
            <source>sign in to the network in a browser, sending then goes on</source>
            <translation>увійдіть до мережі в браузері, далі продовжу сам</translation>
        </message>
        <message>
            <source>stopping…</source>
            <translation>зупиняю…</translation>
        </message>
        <message>
            <source>the portal is busy, sending will go on by itself</source>
            <translation>портал зайнятий, продовжу сам</translation>
        </message>
    </context>
    <context>
        <name>TerritoryDialog</name>
        <message>
            <source>Cancel</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>Choose</source>
            <translation>Вибрати</translation>
        </message>
        <message>
            <source>Find in the tree</source>
            <translation>Знайти в дереві</translation>
        </message>
        <message>
            <source>Territory</source>
            <translation>Територія</translation>
        </message>
        <message>
            <source>Units of the codifier</source>
            <translation>Одиниці довідника</translation>
        </message>
        <message>
            <source>first letters: settlement, hromada, raion or oblast</source>
            <translation>перші літери: населений пункт, громада, район чи область</translation>
        </message>
    </context>
    <context>
        <name>TerritoryEditor</name>
        <message>
            <source>Browse territory units</source>
            <translation>Переглянути одиниці деревом</translation>
        </message>
        <message>
            <source>Browse…</source>
            <translation>Огляд…</translation>
        </message>
        <message>
            <source>By the place on the map</source>
            <translation>За місцем на карті</translation>
        </message>
        <message>
            <source>Filled in from the place on the map.</source>
            <translation>Заповнено за місцем на карті.</translation>
        </message>
        <message>
            <source>KATOTTG code, for example UA63000000000041885</source>
            <translation>код КАТОТТГ, наприклад UA63000000000041885</translation>
        </message>
        <message>
            <source>Nothing found. Fewer letters find more.</source>
            <translation>Нічого не знайдено. Спробуйте менше літер.</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Показати</translation>
        </message>
        <message>
            <source>Show the unit on the map</source>
            <translation>Показати одиницю на карті</translation>
        </message>
        <message>
            <source>Take {unit}</source>
            <translation>Узяти: {unit}</translation>
        </message>
        <message>
            <source>Units found</source>
            <translation>Знайдені одиниці</translation>
        </message>
        <message>
            <source>first letters of the settlement or hromada</source>
            <translation>перші літери населеного пункту чи громади</translation>
        </message>
        <message>
            <source>{name} (formerly {former})</source>
            <translation>{name} (раніше {former})</translation>
        </message>
        <message>
            <source>{unit} (centre {km} km away)</source>
            <translation>{unit} (до центру {km} км)</translation>
        </message>
        <message>
            <source>⚠ The place on the map is not in this unit.</source>
            <translation>⚠ Місце на карті лежить поза цією одиницею.</translation>
        </message>
    </context>
    <context>
        <name>TerritoryModel</name>
        <message>
            <source>KATOTTG code</source>
            <translation>Код КАТОТТГ</translation>
        </message>
        <message>
            <source>Unit</source>
            <translation>Одиниця</translation>
        </message>
        <message>
            <source>formerly {names}</source>
            <translation>раніше {names}</translation>
        </message>
    </context>
    <context>
        <name>TerritoryPage</name>
        <message>
            <source>All of Ukraine</source>
            <translation>Уся Україна</translation>
        </message>
        <message>
            <source>Chosen: {names}</source>
            <translation>Вибрано: {names}</translation>
        </message>
        <message>
            <source>Click your oblast. If you work for a raion or a hromada, type its first letters.</source>
            <translation>Клацніть свою область. Якщо працюєте в районі чи громаді, введіть перші літери назви.</translation>
        </message>
        <message>
            <source>Nothing is chosen yet.</source>
            <translation>Ще нічого не вибрано.</translation>
        </message>
        <message>
            <source>Oblasts</source>
            <translation>Області</translation>
        </message>
        <message>
            <source>Search for a territory</source>
            <translation>Пошук території</translation>
        </message>
        <message>
            <source>Several at once: hold Ctrl while you click.</source>
            <translation>Кілька одразу: клацайте, утримуючи Ctrl.</translation>
        </message>
        <message>
            <source>Ukraine</source>
            <translation>Україна</translation>
        </message>
        <message>
            <source>Which oblast</source>
            <translation>Яка область</translation>
        </message>
        <message>
            <source>first letters of the oblast, raion or hromada</source>
            <translation>перші літери області, району чи громади</translation>
        </message>
    </context>
    <context>
        <name>Undoing</name>
        <message>
            <source>Records of this step have edits in a layer that are not saved. Save or discard them there, then undo.</source>
            <translation>У шарі є незбережені правки записів цього кроку. Збережіть або відкиньте їх там, а тоді скасовуйте.</translation>
        </message>
        <message>
            <source>Undoing stopped on a fault of the program. What is left of the step can still be undone.</source>
            <translation>Скасування зупинила помилка програми. Решту кроку ще можна скасувати.</translation>
        </message>
        <message>
            <source>Undoing: {what}</source>
            <translation>Скасування: {what}</translation>
        </message>
        <message>
            <source>Undone: {what}</source>
            <translation>Скасовано: {what}</translation>
        </message>
    </context>
    <context>
        <name>UntrackedDialog</name>
        <message numerus="yes">
            <source>%n record(s) were changed by another program in a way that went unnoticed. Adopted, they wait to be sent; until then nothing is received, so that nothing is overwritten.</source>
            <translation>
                <numerusform>%n запис змінила інша програма так, що цього не було помічено. Прийняті зміни чекатимуть на надсилання; доти нічого не отримується, щоб нічого не перезаписати.</numerusform>
                <numerusform>%n записи змінила інша програма так, що цього не було помічено. Прийняті зміни чекатимуть на надсилання; доти нічого не отримується, щоб нічого не перезаписати.</numerusform>
                <numerusform>%n записів змінила інша програма так, що цього не було помічено. Прийняті зміни чекатимуть на надсилання; доти нічого не отримується, щоб нічого не перезаписати.</numerusform>
            </translation>
        </message>
        <message>
            <source>Adopt Edits</source>
            <translation>Прийняти зміни</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>Пізніше</translation>
        </message>
        <message>
            <source>Unnoticed edits</source>
            <translation>Непомічені зміни</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>і ще %n</numerusform>
                <numerusform>і ще %n</numerusform>
                <numerusform>і ще %n</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>VidbudovaDock</name>
        <message numerus="yes">
            <source>%n day(s) to the close</source>
            <translation>
                <numerusform>до закриття %n день</numerusform>
                <numerusform>до закриття %n дні</numerusform>
                <numerusform>до закриття %n днів</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>Check All Records</source>
            <translation>Перевірити всі записи</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Вилучити</translation>
        </message>
        <message numerus="yes">
            <source>Delete %n record(s), with everything that hangs off them?</source>
            <translation>
                <numerusform>Вилучити %n запис з усім, що від нього залежить?</numerusform>
                <numerusform>Вилучити %n записи з усім, що від них залежить?</numerusform>
                <numerusform>Вилучити %n записів з усім, що від них залежить?</numerusform>
            </translation>
        </message>
        <message>
            <source>Delete “{title}”, with everything that hangs off it?</source>
            <translation>Вилучити «{title}» з усім, що від цього запису залежить?</translation>
        </message>
        <message>
            <source>Delete?</source>
            <translation>Вилучити?</translation>
        </message>
        <message>
            <source>Download All Files</source>
            <translation>Завантажити всі файли</translation>
        </message>
        <message>
            <source>Exchange</source>
            <translation>Обмін</translation>
        </message>
        <message>
            <source>Export Bundle…</source>
            <translation>Експортувати пакет…</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>Довідка</translation>
        </message>
        <message>
            <source>Import Bundle…</source>
            <translation>Імпортувати пакет…</translation>
        </message>
        <message>
            <source>It can be undone until it was sent.</source>
            <translation>Це можна скасувати, доки не надіслано.</translation>
        </message>
        <message>
            <source>Look for Unnoticed Edits</source>
            <translation>Шукати непомічені зміни</translation>
        </message>
        <message>
            <source>Metered Connection: Files Wait</source>
            <translation>Лімітоване з’єднання: файли чекають</translation>
        </message>
        <message>
            <source>New Workspace…</source>
            <translation>Створити робочий простір…</translation>
        </message>
        <message>
            <source>Nothing to undo</source>
            <translation>Немає чого скасовувати</translation>
        </message>
        <message>
            <source>Open Workspace…</source>
            <translation>Відкрити робочий простір…</translation>
        </message>
        <message>
            <source>Prepare Offline Basemap…</source>
            <translation>Підготувати офлайн-підкладку…</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>Помилки</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>Квартал</translation>
        </message>
        <message>
            <source>Records</source>
            <translation>Записи</translation>
        </message>
        <message>
            <source>Restore from Backup…</source>
            <translation>Відновити з резервної копії…</translation>
        </message>
        <message>
            <source>Save Diagnostics…</source>
            <translation>Зберегти діагностику…</translation>
        </message>
        <message>
            <source>Send Originals of Photos Too</source>
            <translation>Надсилати й оригінали фотографій</translation>
        </message>
        <message>
            <source>Settings…</source>
            <translation>Налаштування…</translation>
        </message>
        <message>
            <source>Settle Conflicts…</source>
            <translation>Розв’язати конфлікти…</translation>
        </message>
        <message>
            <source>Ukraine</source>
            <translation>Україна</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>Undo: {what}</source>
            <translation>Скасувати: {what}</translation>
        </message>
        <message>
            <source>Vidbudova</source>
            <translation>Відбудова</translation>
        </message>
        <message>
            <source>closed</source>
            <translation>закрито</translation>
        </message>
        <message>
            <source>closes today</source>
            <translation>закривається сьогодні</translation>
        </message>
        <message>
            <source>for reading only</source>
            <translation>лише для читання</translation>
        </message>
    </context>
    <context>
        <name>WelcomePanel</name>
        <message>
            <source>A folder for your records. Three short questions, one of them needs an answer.</source>
            <translation>Папка для ваших записів. Три короткі запитання, відповісти треба лише на одне.</translation>
        </message>
        <message>
            <source>A folder that is there already, on this computer.</source>
            <translation>Папка, яка вже є на цьому комп’ютері.</translation>
        </message>
        <message>
            <source>Help (F1)</source>
            <translation>Довідка (F1)</translation>
        </message>
        <message>
            <source>Invented records of Kharkiv oblast. Change what you like: nothing of it is ever sent.</source>
            <translation>Вигадані записи по Харківській області. Змінюйте що завгодно: звідси нічого не надсилається.</translation>
        </message>
        <message>
            <source>New Workspace…</source>
            <translation>Створити робочий простір…</translation>
        </message>
        <message>
            <source>Open Workspace…</source>
            <translation>Відкрити…</translation>
        </message>
        <message>
            <source>Recent workspaces</source>
            <translation>Останні робочі простори</translation>
        </message>
        <message>
            <source>Record what has to be rebuilt and what is being done, also without a network. Begin here:</source>
            <translation>Записуйте, що треба відбудувати і що вже робиться, – навіть без мережі. З чого почати:</translation>
        </message>
        <message>
            <source>Settings…</source>
            <translation>Налаштування…</translation>
        </message>
        <message>
            <source>Try It on Sample Data</source>
            <translation>Спробувати на зразку</translation>
        </message>
    </context>
    <context>
        <name>Words</name>
        <message>
            <source>conflict</source>
            <translation>конфлікт</translation>
        </message>
        <message>
            <source>error</source>
            <translation>помилка</translation>
        </message>
        <message>
            <source>hint</source>
            <translation>підказка</translation>
        </message>
        <message>
            <source>on the portal</source>
            <translation>на порталі</translation>
        </message>
        <message>
            <source>refused</source>
            <translation>відхилено</translation>
        </message>
        <message>
            <source>sending</source>
            <translation>надсилається</translation>
        </message>
        <message>
            <source>waiting</source>
            <translation>чекає</translation>
        </message>
        <message>
            <source>warning</source>
            <translation>застереження</translation>
        </message>
        <message>
            <source>{kind} “{title}”</source>
            <translation>{kind} «{title}»</translation>
        </message>
    </context>
    <context>
        <name>Workbench</name>
        <message numerus="yes">
            <source>%n record(s) checked</source>
            <translation>
                <numerusform>перевірено %n запис</numerusform>
                <numerusform>перевірено %n записи</numerusform>
                <numerusform>перевірено %n записів</numerusform>
            </translation>
        </message>
        <message>
            <source>Add to This Project</source>
            <translation>Додати до цього проєкту</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Скасувати</translation>
        </message>
        <message>
            <source>Check of all records</source>
            <translation>Перевірка всіх записів</translation>
        </message>
        <message>
            <source>Getting Vidbudova ready</source>
            <translation>Підготовка «Відбудови»</translation>
        </message>
        <message>
            <source>Looking at the folder {name}</source>
            <translation>Перегляд папки {name}</translation>
        </message>
        <message>
            <source>Open in Its Place</source>
            <translation>Відкрити замість нього</translation>
        </message>
        <message>
            <source>Open the workspace in its place, or add the workspace to it?</source>
            <translation>Відкрити робочий простір замість нього чи додати до нього?</translation>
        </message>
        <message>
            <source>Open workspace</source>
            <translation>Відкрити робочий простір</translation>
        </message>
        <message>
            <source>Sample</source>
            <translation>Зразок</translation>
        </message>
        <message>
            <source>The check stopped on a fault of the program.</source>
            <translation>Перевірку зупинила помилка програми.</translation>
        </message>
        <message>
            <source>The open project has layers of its own.</source>
            <translation>У відкритому проєкті є власні шари.</translation>
        </message>
        <message>
            <source>The territory codifier is missing from the plugin. Install the plugin again.</source>
            <translation>У плагіні бракує кодифікатора територій. Установіть плагін ще раз.</translation>
        </message>
        <message>
            <source>The workspace could not be opened; the log has the details.</source>
            <translation>Не вдалося відкрити робочий простір; подробиці в журналі.</translation>
        </message>
        <message>
            <source>The workspace is in {folder}. Open it when you like.</source>
            <translation>Робочий простір – у папці {folder}. Відкрийте його, коли буде зручно.</translation>
        </message>
        <message>
            <source>Vidbudova could not start: {reason}</source>
            <translation>«Відбудова» не запустилася: {reason}</translation>
        </message>
    </context>
    <context>
        <name>WorkspaceGuard</name>
        <message numerus="yes">
            <source>%n layer(s) are missing. No record is lost.</source>
            <translation>
                <numerusform>Бракує %n шару. Записи цілі.</numerusform>
                <numerusform>Бракує %n шарів. Записи цілі.</numerusform>
                <numerusform>Бракує %n шарів. Записи цілі.</numerusform>
            </translation>
        </message>
        <message>
            <source>Find It…</source>
            <translation>Знайти…</translation>
        </message>
        <message>
            <source>Go On There</source>
            <translation>Продовжити там</translation>
        </message>
        <message>
            <source>Missing layer: {layer}. No record is lost.</source>
            <translation>Бракує шару «{layer}». Записи цілі.</translation>
        </message>
        <message>
            <source>Open Again</source>
            <translation>Відкрити знову</translation>
        </message>
        <message>
            <source>Open edits of a layer could not be saved. They are still there: end them first.</source>
            <translation>Відкриті правки шару не збереглися. Вони на місці: спершу завершіть їх.</translation>
        </message>
        <message>
            <source>Put Back</source>
            <translation>Повернути</translation>
        </message>
        <message>
            <source>The file of “{name}” was replaced by another one.</source>
            <translation>Файл «{name}» замінено іншим. Відкрийте його знову.</translation>
        </message>
        <message>
            <source>The folder “{name}” is gone: moved, renamed, or its disk removed.</source>
            <translation>Папки «{name}» немає: її перенесено, перейменовано чи вийнято диск.</translation>
        </message>
        <message>
            <source>The layers could not be put back: see the log.</source>
            <translation>Шари не вдалося повернути: подробиці в журналі.</translation>
        </message>
        <message>
            <source>The workspace's folder is now {now}. Nothing is lost.</source>
            <translation>Робочий простір тепер у папці «{now}». Нічого не втрачено.</translation>
        </message>
    </context>
</TS>
