const { rm } = require('node:fs/promises')
const path = require('node:path')

/** Native packages, and what they need at run time: the only packages that are not inside a bundle. */
const nativePackages = ['keytar', '@photostructure/sqlite', 'node-gyp-build']

/** Of a native package the application needs the code, the licence, and the machine code for one platform. */
const nativeFiles = nativePackages.flatMap((name) => [
  `node_modules/${name}/package.json`,
  `node_modules/${name}/{index,node-gyp-build}.js`,
  `node_modules/${name}/{lib,dist}/**/*.{js,cjs}`,
  `node_modules/${name}/LICENSE*`,
  `node_modules/${name}/prebuilds/\${platform}-\${arch}/*.node`,
])

/** Removes what an Electron distribution brings for development. */
async function afterPack({ appOutDir, packager, electronPlatformName }) {
  const resources = packager.getResourcesDir(appOutDir)
  await rm(path.join(resources, 'default_app.asar'), { force: true })
  if (electronPlatformName !== 'darwin') await rm(path.join(appOutDir, 'version'), { force: true })
}

/**
 * What a consultant hands over, opened by a double click. Windows and macOS look at the last part of a name alone; Linux also knows
 * `connection.vitrine.json`, whose last part belongs to editors elsewhere.
 */
const connectionFile = { name: 'Vitrine connection', description: 'Vitrine connection', mimeType: 'application/vnd.vitrine.connection+json', role: 'Viewer', ext: 'vitrine' }

/** @type {import('electron-builder').Configuration} */
module.exports = {
  appId: 'app.vitrine.odoo',
  productName: 'Vitrine',
  copyright: 'The Vitrine authors, Apache-2.0',
  directories: { buildResources: 'build/resources', output: 'dist' },
  extraMetadata: { homepage: 'https://vitrine-odoo.example', desktopName: 'vitrine.desktop' },
  files: [
    'package.json',
    'out/main.cjs',
    'out/preload.cjs',
    'out/renderer/**',
    '!node_modules/**',
    ...nativeFiles,
    '!**/*.{map,musl.node}',
  ],
  extraResources: [
    { from: 'out/relay', to: 'relay', filter: ['vitrine-relay', 'vitrine-relay.exe'] },
    // The second way into Claude Desktop.
    { from: 'out/vitrine.mcpb', to: 'vitrine.mcpb' },
    { from: 'LICENSE', to: 'LICENSE.txt' },
    { from: 'out/THIRD-PARTY-NOTICES.txt', to: 'THIRD-PARTY-NOTICES.txt' },
  ],
  // Only the machine code leaves the archive, because what is outside escapes its integrity check.
  asar: { smartUnpack: false },
  asarUnpack: ['**/*.node'],
  // The prebuilt binaries speak N-API and fit every Electron; nothing is compiled.
  npmRebuild: false,
  electronLanguages: ['en-US', 'fr', 'es', 'de', 'nl'],
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  afterPack,
  publish: null,
  // Links such as vitrine://open/activity; electron-builder tells each system, the Linux desktop entry among them.
  protocols: [{ name: 'Vitrine', schemes: ['vitrine'] }],
  fileAssociations: [connectionFile],
  artifactName: 'vitrine-${version}-${os}-${arch}.${ext}',
  linux: {
    target: ['AppImage', 'deb'],
    executableName: 'vitrine',
    icon: 'build/resources/icons',
    files: ['out/tray/*.png', '!out/tray/*Template*'],
    category: 'Office',
    maintainer: 'The Vitrine authors <maintainers@vitrine-odoo.example>',
    synopsis: "Lets Claude look into a company's Odoo and touch nothing",
    syncDesktopName: true,
    fileAssociations: [{ ...connectionFile, ext: 'vitrine.json' }],
    desktop: { entry: { Keywords: 'Odoo;Claude;MCP;' } },
  },
  deb: {
    // Renamed packages of newer systems come as alternatives.
    depends: [
      'libgtk-3-0 | libgtk-3-0t64',
      'libasound2 | libasound2t64',
      'libgbm1',
      'libnotify4',
      'libnss3',
      'libsecret-1-0',
    ],
    recommends: ['gnome-keyring | kwalletmanager', 'xdg-utils'],
    packageCategory: 'utils',
    compression: 'xz',
    fpm: [`--before-remove=${path.join(__dirname, 'linux', 'before-remove.sh')}`],
  },
  win: { target: ['nsis'], icon: 'build/resources/icon.ico', files: ['out/tray/*.ico'] },
  // For one user, without administrator rights. Its folder is named after the package, which has no space in it: some
  // clients cut a server's command at the first space.
  nsis: { oneClick: true, perMachine: false, deleteAppDataOnUninstall: false, include: 'build/installer.nsh' },
  mac: {
    target: ['dmg', 'zip'],
    icon: 'build/resources/icon.icns',
    files: ['out/tray/*Template*.png'],
    category: 'public.app-category.business',
    hardenedRuntime: true,
    entitlements: 'build/resources/entitlements.mac.plist',
    entitlementsInherit: 'build/resources/entitlements.mac.plist',
    // A program of its own beside the application, and signed like it.
    binaries: ['Contents/Resources/relay/vitrine-relay'],
    // Without a type of its own, the file would be one of whatever else claims the ending.
    extendInfo: {
      UTExportedTypeDeclarations: [
        {
          UTTypeIdentifier: 'app.vitrine.odoo.connection',
          UTTypeDescription: connectionFile.description,
          UTTypeConformsTo: ['public.json'],
          UTTypeTagSpecification: { 'public.filename-extension': [connectionFile.ext], 'public.mime-type': [connectionFile.mimeType] },
        },
      ],
    },
  },
}
